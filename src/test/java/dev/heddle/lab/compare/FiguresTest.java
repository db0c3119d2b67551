package dev.heddle.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.heddle.lab.Jain;
import dev.heddle.lab.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static Results results(double... values) {
        return new Results(
                new Machine(2, Map.of()),
                java.util.Arrays.stream(values)
                        .mapToObj(
                                value -> new Sample("s", "v", 1, Figures.none().with("f", value)))
                        .toList());
    }

    @Test
    void jainsIndexIsOneForEqualsAndOneOfManyForOneThatHasAll() {
        assertThat(Jain.index(List.of(3.0, 3.0, 3.0))).isEqualTo(1);
        assertThat(Jain.index(List.of(5.0, 0.0, 0.0, 0.0))).isEqualTo(0.25);
        assertThat(Jain.index(List.of(0.787, 0.213))).isCloseTo(0.752, within(0.001));
        assertThat(Jain.index(List.of(0.0, 0.0))).isEqualTo(1);
    }

    @Test
    void roundsHaveAMedianAndASpread() {
        assertThat(results(3, 1, 2).median("s", "v", "f")).hasValue(2);
        assertThat(results(3, 1, 2, 10).median("s", "v", "f")).hasValue(2.5);
        assertThat(results(3, 1, 2).least("s", "v", "f")).hasValue(1);
        assertThat(results(3, 1, 2).greatest("s", "v", "f")).hasValue(3);
        assertThat(results(3, 1, 2).median("s", "v", "other")).isEmpty();
        assertThat(results().median("s", "v", "f")).isEmpty();
    }

    @Test
    void latenciesAreMilliseconds() {
        Histogram latencies = new Histogram(3);
        latencies.recordValue(2_000_000);
        Figures figures = Figures.none().withLatencies("fast", latencies);
        assertThat(figures.numbers().get("fast.p99")).isCloseTo(2, within(0.01));
        assertThat(figures.curves().get("fast"))
                .containsKeys("p50", "p99.9", "max")
                .doesNotContainKey("count");
    }

    /** A latency of 0 ms, or a fairness of 1, would confirm a claim that nobody has tried. */
    @Test
    void whatNobodyAnsweredIsNoFigure() {
        Figures figures =
                Figures.none().withLatencies("fast", new Histogram(3)).withShares("messages", List.of(0.0, 0.0));
        assertThat(figures.numbers()).isEmpty();
        assertThat(figures.curves()).isEmpty();
        assertThat(figures.shares()).isEmpty();
    }

    @Test
    void statisticsTellWhatWorkersAndDispatchersDid() {
        Stats stats = new Stats(Json.read("""
                {"uptimeMillis":2000,"requestsPerAcceptor":[3,4],"acceptGate":{"acquisitions":7,"waitTotalMicros":70},
                 "dispatchers":[{"utilization":0.5,"acquisitions":9,"contended":4},{"utilization":0.1,"acquisitions":1,"contended":0}],"workers":[{"connections":1,"messages":10,"utilization":0.25}]}
                """, JsonObject.class));
        assertThat(stats.requestsPerAcceptor()).containsExactly(3.0, 4.0);
        assertThat(stats.gateAcquisitions()).isEqualTo(7);
        assertThat(stats.gateWaitMicros()).isEqualTo(70);
        assertThat(stats.dispatcherBusyMillis()).containsExactly(1000.0, 200.0);
        assertThat(stats.dispatcherAcquisitions()).isEqualTo(10);
        assertThat(stats.dispatcherWaits()).isEqualTo(4);
        assertThat(stats.workerBusyMillis()).containsExactly(500.0);
        assertThat(stats.workerMessages()).containsExactly(10.0);
        assertThat(new Stats(Json.read("{\"acceptGate\":null}", JsonObject.class)).gateWaitMicros())
                .isZero();
    }

    /** The verdicts ask for servers by their names. */
    @Test
    void everyScenarioHasServersWithNamesOfTheirOwn() {
        for (int processors : List.of(1, 2, 8)) {
            for (boolean quick : List.of(true, false)) {
                List<Scenario> all = Scenarios.all(processors, quick);
                assertThat(all.stream().map(Scenario::name).collect(Collectors.toSet()))
                        .hasSameSizeAs(all);
                assertThat(all)
                        .allSatisfy(scenario ->
                                assertThat(scenario.variantNames()).isNotEmpty().doesNotHaveDuplicates());
            }
        }
    }

    @Test
    void quickTakesLessThanThreeMinutesAndTheWholeLessThanHalfAnHour() {
        Comparison.Progress nobody = new Comparison.Progress() {
            @Override
            public void next(String scenario, String variant, double doneFraction, double secondsLeft) {}

            @Override
            public void failed(String scenario, String variant, String reason) {}
        };
        assertThat(new Comparison(Scenarios.all(2, true), Timing.QUICK, List.of(), nobody).estimatedSeconds())
                .isLessThan(175);
        assertThat(new Comparison(Scenarios.all(2, false), Timing.WHOLE, List.of(), nobody).estimatedSeconds())
                .isLessThan(1750);
    }
}
