package dev.heddle.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heddle.live.Figures.Gate;
import dev.heddle.live.Figures.LaneFigures;
import dev.heddle.live.Figures.Latencies;
import dev.heddle.metrics.ServerStats;
import dev.heddle.metrics.ServerStats.AcceptGateStats;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import dev.heddle.metrics.ServerStats.WorkerStats;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the page shows of a period is the difference of two snapshots, not the mean since the beginning. */
class FiguresTest {
    private static final Latencies SOME =
            new Latencies(new Latency(1, 2, 3, 4), new Latency(5, 6, 7, 8), new Latency(9, 10, 11, 12));

    /** A snapshot after so many seconds, with that many times as much of everything done. */
    private static ServerStats after(long seconds, long amount, double utilization) {
        return new ServerStats(
                "message-balanced",
                "own",
                2,
                Duration.ofSeconds(seconds),
                16,
                17,
                10 * amount,
                amount,
                0,
                0,
                0,
                0,
                0,
                1000 * amount,
                List.of(300 * amount, 700 * amount),
                4,
                9,
                new AcceptGateStats(1, 10 * amount, Duration.ofMillis(20 * amount), Duration.ofSeconds(1)),
                List.of(new SerialSectionStats(utilization, 0.99, Duration.ZERO, 100 * amount, 25 * amount)),
                List.of(new LaneStats("normal", 64, 3, 5, 600 * amount)),
                List.of(new WorkerStats(8, 500 * amount, utilization, 0.99, Duration.ZERO)),
                List.of());
    }

    @Test
    void ratesAreThoseOfThePeriod() {
        // Two seconds in which twice as much was done as in the ten before.
        Figures figures = Figures.between(after(10, 1, 0.1), after(12, 3, 0.25), 2.5, SOME);
        assertThat(figures.requestsPerSecond()).isEqualTo(1000);
        assertThat(figures.connectsPerSecond()).isEqualTo(10);
        assertThat(figures.rejectionsPerSecond()).isEqualTo(1);
        assertThat(figures.acceptors()).containsExactly(300.0, 700.0);
        assertThat(figures.lanes()).containsExactly(new LaneFigures("normal", 64, 3, 5, 600));
        assertThat(figures.gate()).isEqualTo(new Gate(1, 2000));
        assertThat(figures.acceptQueue()).isEqualTo(2.5);
        assertThat(figures.connectionsOpen()).isEqualTo(16);
        assertThat(figures.inFlight()).isEqualTo(4);
    }

    @Test
    void busyFractionIsThatOfThePeriod() {
        // Busy for 1 s of 10, then for 2 s of 2.
        Figures figures = Figures.between(after(10, 1, 0.1), after(12, 3, 0.25), 0, SOME);
        assertThat(figures.sections().getFirst().busy()).isEqualTo(1, within(1e-9));
        assertThat(figures.sections().getFirst().contended()).isEqualTo(0.25);
        assertThat(figures.sections().getFirst().perSecond()).isEqualTo(100);
        assertThat(figures.workers().getFirst().busy()).isEqualTo(1, within(1e-9));
        assertThat(figures.workers().getFirst().messagesPerSecond()).isEqualTo(500);
    }

    @Test
    void firstPeriodOfAServerBeginsWhenItWasOpened() {
        Figures figures = Figures.between(null, after(2, 1, 0.5), -1, SOME);
        assertThat(figures.requestsPerSecond()).isEqualTo(500);
        assertThat(figures.workers().getFirst().busy()).isEqualTo(0.5, within(1e-9));
        assertThat(figures.gate()).isEqualTo(new Gate(1, 2000));
    }

    @Test
    void nothingIsDividedByAPeriodOfNoLength() {
        ServerStats same = after(10, 1, 0.1);
        Figures figures = Figures.between(same, same, 0, Latencies.NONE);
        assertThat(figures.requestsPerSecond()).isZero();
        assertThat(figures.workers().getFirst().busy()).isZero();
        assertThat(figures.gate()).isEqualTo(new Gate(1, 0));
    }

    @Test
    void figuresAreWrittenAsOneJsonObject() {
        String json = Json.of(Figures.between(after(10, 1, 0.1), after(12, 3, 0.25), 2.5, SOME));
        assertThat(json)
                .startsWith("{\"architecture\":\"message-balanced\",\"scheduler\":\"own\",\"carriers\":2,")
                .contains("\"acceptors\":[300.0,700.0]")
                .contains("\"gate\":{\"waiting\":1,\"meanWaitMicros\":2000.0}")
                .contains("\"workers\":[{\"connections\":8,\"messagesPerSecond\":500.0,\"busy\":1.0}]")
                .contains("\"request\":{\"count\":5,\"p50\":6,\"p99\":7,\"max\":8}")
                .endsWith("}");
    }

    @Test
    void jsonEscapesTextAndHasNoNumberThatJsonLacks() {
        assertThat(Json.of(List.of("a\"b\\c\n", Double.NaN, 1.23456, true, Bottleneck.Part.NONE)))
                .isEqualTo("[\"a\\\"b\\\\c\\u000a\",0,1.235,true,\"NONE\"]");
        assertThat(Json.of(null)).isEqualTo("null");
    }
}
