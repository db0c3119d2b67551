package dev.heddle.admin;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * How long requests took, in a histogram for each method and status that has occurred. Methods other than those of RFC 9110 and PATCH are
 * {@code _OTHER}, so that clients cannot make their number grow.
 *
 * <p><b>States.</b> A table of histograms, sorted by method and status. It is never changed, but replaced by one with one more.
 *
 * <p><b>Threads.</b> Any thread records; it looks its histogram up, without a lock and without allocating, unless it is the first with that
 * method and status. Any thread reads.
 *
 * <p><b>Ordering.</b> A table is complete before the compare-and-set that publishes it. If two threads add at the same time, one fails, looks
 * again and adds to the other's table, so that no histogram is lost.
 */
final class RequestDurations {
    static final String OTHER = "_OTHER";

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", OTHER);

    /** One more than the largest status. */
    private static final int STATUSES = 1000;

    private final AtomicReference<Table> table = new AtomicReference<>(new Table(new int[0], new DurationHistogram[0]));

    private static final class Table {
        private final int[] keys;
        private final DurationHistogram[] histograms;

        Table(int[] keys, DurationHistogram[] histograms) {
            this.keys = keys;
            this.histograms = histograms;
        }

        /** Where a key is; negative if it is not there. */
        int find(int key) {
            return Arrays.binarySearch(keys, key);
        }

        /** A table with one more histogram. */
        Table with(int key) {
            int[] more = IntStream.concat(Arrays.stream(keys), IntStream.of(key))
                    .sorted()
                    .toArray();
            DurationHistogram[] theirs = Arrays.stream(more)
                    .mapToObj(each -> each == key ? new DurationHistogram() : histograms[find(each)])
                    .toArray(DurationHistogram[]::new);
            return new Table(more, theirs);
        }
    }

    /**
     * Adds a request.
     *
     * @param method any method, or an empty text if it is unknown
     * @param status the status code of its response; 0 if it has none
     * @param nanos how long it took
     */
    void record(String method, int status, long nanos) {
        histogram(numberOf(method) * STATUSES + Math.clamp(status, 0, STATUSES - 1))
                .record(nanos);
    }

    private static int numberOf(String method) {
        int number = METHODS.indexOf(method);
        return number < 0 ? METHODS.size() - 1 : number;
    }

    private DurationHistogram histogram(int key) {
        Table seen = table.get();
        int at = seen.find(key);
        while (at < 0) {
            table.compareAndSet(seen, seen.with(key));
            seen = table.get();
            at = seen.find(key);
        }
        return seen.histograms[at];
    }

    /** A snapshot of each histogram, with the labels of OpenTelemetry's conventions. */
    List<HistogramDataPointSnapshot> snapshots(String scheme) {
        Table seen = table.get();
        return IntStream.range(0, seen.keys.length)
                .mapToObj(i -> seen.histograms[i].snapshot(labels(seen.keys[i], scheme)))
                .toList();
    }

    /** An empty label is the same as none: no response was written. */
    private static Labels labels(int key, String scheme) {
        int status = key % STATUSES;
        return Labels.of(
                "http_request_method",
                METHODS.get(key / STATUSES),
                "http_response_status_code",
                status == 0 ? "" : Integer.toString(status),
                "url_scheme",
                scheme);
    }
}
