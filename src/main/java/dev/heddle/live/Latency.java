package dev.heddle.live;

import org.HdrHistogram.Histogram;

/**
 * How long something took in one period, in microseconds.
 *
 * @param count how often it was measured
 * @param p50 half took no longer
 * @param p99 99 % took no longer
 * @param max the longest
 */
record Latency(long count, long p50, long p99, long max) {
    static final Latency NONE = new Latency(0, 0, 0, 0);

    /** The latency that a histogram of microseconds holds. */
    static Latency of(Histogram micros) {
        return new Latency(
                micros.getTotalCount(),
                micros.getValueAtPercentile(50),
                micros.getValueAtPercentile(99),
                micros.getMaxValue());
    }

    /** This latency, and something that has not ended yet: it has waited for that long already. */
    Latency andWaiting(long micros) {
        return micros <= max ? this : new Latency(count, p50, p99, micros);
    }
}
