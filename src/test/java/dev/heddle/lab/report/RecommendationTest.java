package dev.heddle.lab.report;

import static dev.heddle.lab.compare.OwnApplication.CAPACITY;
import static dev.heddle.lab.compare.OwnApplication.LOAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.lab.compare.Figures;
import dev.heddle.lab.compare.Machine;
import dev.heddle.lab.compare.Results;
import dev.heddle.lab.compare.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecommendationTest {
    private final List<Sample> samples = new ArrayList<>();

    private void measured(String architecture, double rate, double p99) {
        samples.add(new Sample(CAPACITY, architecture, 1, Figures.none().with("rate", rate)));
        samples.add(new Sample(LOAD, architecture, 1, Figures.none().with("all.p99", p99)));
    }

    private String recommended() {
        Recommendation chosen = Recommendation.of(new Results(new Machine(2, Map.of()), samples))
                .orElseThrow();
        assertThat(chosen.reason()).contains("p99");
        return chosen.architecture();
    }

    @Test
    void amongEqualsTheSimplestIsRecommended() {
        measured("single-threaded", 100, 1.1);
        measured("message-balanced", 102, 0.95);
        measured("single-acceptor", 98, 1);
        assertThat(recommended()).isEqualTo("single-acceptor");
    }

    @Test
    void muchShorterTailWins() {
        measured("single-acceptor", 100, 20);
        measured("multi-acceptor", 100, 21);
        measured("message-balanced", 95, 1);
        assertThat(recommended()).isEqualTo("message-balanced");
    }

    @Test
    void oneThatCannotDoTheWorkIsNotRecommendedForItsTail() {
        measured("single-threaded", 50, 0.1);
        measured("socket-sharded", 100, 5);
        assertThat(recommended()).isEqualTo("socket-sharded");
    }

    @Test
    void oneThatFailsRequestsIsNotRecommendedForTheOthers() {
        measured("single-acceptor", 100, 5);
        measured("message-balanced", 100, 0.1);
        samples.add(new Sample(LOAD, "message-balanced", 1, Figures.none().with("failed", 0.3)));
        assertThat(recommended()).isEqualTo("single-acceptor");
    }

    @Test
    void nothingIsRecommendedWithoutFigures() {
        assertThat(Recommendation.of(new Results(new Machine(2, Map.of()), List.of())))
                .isEmpty();
    }
}
