package dev.heddle.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.lab.simulate.Design.Architecture;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rate is compared with the simulation. */
class MeasurementTest {
    private static Measurement rate(double perSecond) {
        return new Measurement(Architecture.SINGLE_ACCEPTOR, 2, 64, false, perSecond, 1e6 / perSecond, 10, 0.01);
    }

    @Test
    void oddNumberHasOneInTheMiddle() {
        assertThat(Measurement.median(List.of(rate(7)))).isEqualTo(rate(7));
        assertThat(Measurement.median(List.of(rate(9), rate(2), rate(5)))).isEqualTo(rate(5));
    }

    @Test
    void evenNumberHasTheMeanOfTheTwoInTheMiddleAndNotTheBetterOne() {
        Measurement median = Measurement.median(List.of(rate(100), rate(900), rate(20), rate(50)));
        assertThat(median.ratePerSecond()).isEqualTo(75);
        assertThat(median.serverMicrosPerRequest()).isEqualTo((10_000 + 20_000) / 2.0);
    }
}
