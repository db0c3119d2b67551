package dev.heddle.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A machine whose speed changes. */
class FullSpeedTest {
    @Test
    void slowTimeNoLongerCountsOnceAFasterOneWasSeen() {
        FullSpeed speed = new FullSpeed();
        speed.add(1000);
        assertThat(speed.isReachedBy(1000)).isTrue();
        speed.add(1500);
        assertThat(speed.isReachedBy(1000)).isFalse();
        assertThat(speed.isReachedBy(1500)).isTrue();
        speed.add(1000);
        assertThat(speed.isReachedBy(1500)).isTrue();
    }

    @Test
    void smallDifferencesAreNone() {
        FullSpeed speed = new FullSpeed();
        speed.add(1000);
        assertThat(speed.isReachedBy(950)).isTrue();
        assertThat(speed.isReachedBy(900)).isFalse();
    }

    @Test
    void speedIsThatOfEachProcessorWhateverTheirNumber() throws InterruptedException {
        // Each computes on its own: two on a machine with one processor take twice as long, and no longer.
        double one = ProcessorSpeed.now(1);
        assertThat(one).isPositive();
        assertThat(ProcessorSpeed.now(2)).isBetween(one / 20, one * 20);
    }
}
