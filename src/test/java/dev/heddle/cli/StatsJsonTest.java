package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.metrics.ServerStats;
import dev.heddle.metrics.ServerStats.AcceptGateStats;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import dev.heddle.metrics.ServerStats.WorkerStats;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The keys of the statistics, which monitoring relies on, and their units. */
class StatsJsonTest {
    @Test
    void everyFigureHasItsKeyAndUnit() {
        ServerStats stats = new ServerStats(
                "multi-acceptor",
                "own",
                2,
                Duration.ofMillis(1500),
                3,
                4,
                5,
                6,
                25,
                7,
                2,
                8,
                9,
                30,
                List.of(10L, 20L),
                11,
                12,
                new AcceptGateStats(13, 14, Duration.ofNanos(15_999), Duration.ofNanos(16_000)),
                List.of(new SerialSectionStats(0.123456, Double.NaN, Duration.ZERO, 17, 18)),
                List.of(new LaneStats("inline", 19, 20, 21, 22)),
                List.of(new WorkerStats(23, 24, 0.25, 0.5, Duration.ZERO)),
                List.of());
        assertThat(StatsJson.of(stats)).isEqualTo("""
                        {"architecture":"multi-acceptor","scheduler":"own","carriers":2,"uptimeMillis":1500,
                        "connections":{"open":3,"peak":4,"accepted":5,"rejected":6,"untrusted":25},"acceptFailures":9,
                        "requests":30,"requestsPerAcceptor":[10,20],
                        "acceptGate":{"waiting":13,"acquisitions":14,"waitTotalMicros":15,"waitMaxMicros":16},
                        "dispatchers":[{"utilization":0.1235,"recentUtilization":0,"acquisitions":17,"contended":18}],
                        "dispatcherUtilization":0.1235,
                        "lanes":[{"name":"inline","limit":19,"running":20,"waiting":21,"submitted":22}],
                        "workers":[{"connections":23,"messages":24,"utilization":0.25,"recentUtilization":0.5}],
                        "rejectedMessages":7,"bufferedBytes":8,"inFlight":11,"inFlightPeak":12}""".replace("\n", "") + "\n");
    }

    @Test
    void stringsAreEscaped() {
        assertThat(StatsJson.string("a\"b\\c\n")).isEqualTo("\"a\\\"b\\\\c\\u000a\"");
    }
}
