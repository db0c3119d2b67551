package dev.heddle.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How fast the processors compute. */
class ProcessorSpeedTest {
    @Test
    void speedIsThatOfOneProcessorAndNotTheSumOfAll() throws InterruptedException {
        // Rough bounds: the machine may be busy with other tests, at one of the two times or at both.
        double one = ProcessorSpeed.now(1);
        assertThat(one).isPositive();
        assertThat(ProcessorSpeed.now(64)).isLessThan(one * 20);
    }
}
