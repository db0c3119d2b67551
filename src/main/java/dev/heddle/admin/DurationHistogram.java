package dev.heddle.admin;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * A histogram of durations, in the buckets that OpenTelemetry recommends for HTTP servers, and four shorter ones.
 *
 * <p>Not the client library's own histogram: that one takes a lock and keeps the durations in a list while it is read.
 *
 * <p><b>States.</b> A count for each bucket, and the sum of all durations. Each only grows.
 *
 * <p><b>Threads.</b> Any thread records, without a lock and without allocating anything but an adder's own cells. Any thread reads.
 *
 * <p><b>Ordering.</b> None between the cells: a snapshot taken meanwhile may have a duration in a bucket and not yet in the sum. The
 * count of all durations is that of the buckets, so these always agree.
 */
final class DurationHistogram {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The upper bounds of the buckets in seconds, inclusive. */
    private static final double[] BOUNDS = {
        0.00025,
        0.0005,
        0.001,
        0.0025,
        0.005,
        0.01,
        0.025,
        0.05,
        0.075,
        0.1,
        0.25,
        0.5,
        0.75,
        1,
        2.5,
        5,
        7.5,
        10,
        Double.POSITIVE_INFINITY
    };

    private static final long[] BOUNDS_NANOS = Arrays.stream(BOUNDS)
            .mapToLong(seconds -> Math.round(seconds * NANOS)) // infinity becomes the largest
            .toArray();

    private final List<LongAdder> counts =
            Stream.generate(LongAdder::new).limit(BOUNDS.length).toList();
    private final LongAdder nanos = new LongAdder();

    /** Adds a duration. Any thread may call it; it does not block. */
    void record(long duration) {
        int bucket = 0;
        while (duration > BOUNDS_NANOS[bucket]) {
            bucket++;
        }
        counts.get(bucket).increment();
        nanos.add(Math.max(0, duration));
    }

    /** What was recorded so far. */
    HistogramDataPointSnapshot snapshot(Labels labels) {
        long[] seen = counts.stream().mapToLong(LongAdder::sum).toArray();
        return new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(BOUNDS, seen), nanos.sum() / NANOS, labels, Exemplars.EMPTY, 0);
    }
}
