package dev.heddle.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Latencies of a period, and of what has not ended in it. */
class LatencyMeterTest {
    @Test
    void eachPeriodHasItsOwnTimes() {
        LatencyMeter meter = new LatencyMeter();
        for (int i = 0; i < 99; i++) {
            meter.record(TimeUnit.MICROSECONDS.toNanos(100));
        }
        meter.record(TimeUnit.MILLISECONDS.toNanos(20));
        Latency first = meter.period();
        assertThat(first.count()).isEqualTo(100);
        assertThat(first.p50()).isBetween(99L, 101L);
        assertThat(first.p99()).isBetween(99L, 101L);
        assertThat(first.max()).isBetween(19_800L, 20_200L);
        assertThat(meter.period()).isEqualTo(Latency.NONE);
        meter.record(TimeUnit.MICROSECONDS.toNanos(7));
        assertThat(meter.period().count()).isEqualTo(1);
    }

    @Test
    void timeThatIsTooLongForTheHistogramCountsAsTheLongest() {
        LatencyMeter meter = new LatencyMeter();
        meter.record(TimeUnit.DAYS.toNanos(1));
        assertThat(meter.period().max()).isGreaterThanOrEqualTo(TimeUnit.MINUTES.toMicros(59));
    }

    /** A probe that waits for a second must not look as if nothing were slow. */
    @Test
    void waitThatHasNotEndedCountsAlready() {
        LatencyMeter meter = new LatencyMeter();
        long aSecondAgo = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);
        meter.begin(aSecondAgo);
        assertThat(meter.period().max()).isGreaterThanOrEqualTo(1_000_000);
        meter.end(aSecondAgo);
        assertThat(meter.period().count()).isEqualTo(1);
        assertThat(meter.period()).isEqualTo(Latency.NONE);
        meter.begin(aSecondAgo);
        meter.giveUp();
        assertThat(meter.period()).isEqualTo(Latency.NONE);
    }
}
