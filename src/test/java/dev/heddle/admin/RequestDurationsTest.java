package dev.heddle.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.heddle.support.Eventually;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How requests are counted: all of them, in the right bucket, and at no cost in memory. */
@Timeout(60)
class RequestDurationsTest {
    private final RequestDurations durations = new RequestDurations();

    private HistogramDataPointSnapshot only() {
        List<HistogramDataPointSnapshot> all = durations.snapshots("http");
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0.00025",
        "0, 0.00025",
        "250000, 0.00025",
        "250001, 0.0005",
        "5000000, 0.005",
        "10000000000, 10",
        "10000000001, Infinity",
        "9223372036854775807, Infinity"
    })
    void bucketIncludesItsUpperBound(long nanos, double bound) {
        durations.record("GET", 200, nanos);
        only().getClassicBuckets()
                .forEach(bucket -> assertThat(bucket.getCount())
                        .as("up to %s", bucket.getUpperBound())
                        .isEqualTo(bucket.getUpperBound() == bound ? 1 : 0));
        assertThat(only().getSum()).isEqualTo(Math.max(0, nanos) / 1e9);
    }

    @Test
    void labelsCannotMultiplyWithoutBound() {
        for (int i = 0; i < 1000; i++) {
            durations.record("METHOD" + i, 200, 1);
        }
        assertThat(only().getLabels().get("http_request_method")).isEqualTo("_OTHER");
        assertThat(only().getCount()).isEqualTo(1000);
        durations.record("GET", -5, 1);
        durations.record("GET", 5_000_000, 1);
        assertThat(durations.snapshots("http"))
                .extracting(each -> each.getLabels().get("http_response_status_code"))
                .containsExactly("", "999", "200");
    }

    /** Each thread is the first with some of the labels. */
    @Test
    void noRequestIsLostWhenThreadsMeetNewLabelsTogether() throws Exception {
        int threads = 4;
        int statuses = 400;
        CountDownLatch begin = new CountDownLatch(1);
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            tasks.add(Eventually.begin(() -> {
                Eventually.await(begin);
                for (int status = 200; status < 200 + statuses; status++) {
                    durations.record("GET", status, 1);
                }
                return true;
            }));
        }
        begin.countDown();
        for (FutureTask<Boolean> task : tasks) {
            Eventually.result(task);
        }
        assertThat(durations.snapshots("http"))
                .hasSize(statuses)
                .allSatisfy(each -> assertThat(each.getCount()).isEqualTo(threads));
    }

    @Test
    void recordingAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        String[] methods = {"GET", "POST", "PATCH", "BREW"};
        recordEach(methods);
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            recordEach(methods);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes for 40,000 requests")
                .isLessThan(4_000);
    }

    private void recordEach(String[] methods) {
        for (String method : methods) {
            durations.record(method, 200, TimeUnit.MICROSECONDS.toNanos(123));
        }
    }
}
