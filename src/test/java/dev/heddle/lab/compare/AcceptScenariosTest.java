package dev.heddle.lab.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heddle.lab.load.LoadResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class AcceptScenariosTest {
    private static Figures storm(int answered, long unanswered, Map<String, Long> errors) {
        Histogram latencies = new Histogram(3);
        latencies.recordValueWithCount(50_000_000, answered);
        if (unanswered > 0) {
            latencies.recordValueWithCount(5_000_000_000L, unanswered);
        }
        LoadResult result = new LoadResult(
                0,
                answered,
                Map.of("first", latencies),
                new Histogram(3),
                new Histogram(3),
                unanswered,
                0,
                errors,
                0,
                List.of());
        return AcceptScenarios.ofStorm(result, 1000, Duration.ofSeconds(10));
    }

    @Test
    void clientsWhoseConnectionFailedCountAsTheSlowestOnes() {
        Figures figures = storm(970, 10, Map.of("connect", 15L, "closed", 5L));
        assertThat(figures.numbers().get("first.p99")).isCloseTo(10_000, within(20.0));
        assertThat(figures.numbers().get("first.p50")).isCloseTo(50, within(1.0));
        assertThat(figures.numbers()).containsEntry(AcceptScenarios.UNANSWERED, 30.0);
    }

    @Test
    void timeoutIsCountedOnce() {
        assertThat(storm(990, 10, Map.of("timeout", 10L)).numbers()).containsEntry(AcceptScenarios.UNANSWERED, 10.0);
        assertThat(storm(1000, 0, Map.of()).numbers())
                .containsEntry(AcceptScenarios.UNANSWERED, 0.0)
                .hasEntrySatisfying("first.max", most -> assertThat(most).isCloseTo(50, within(1.0)));
    }
}
