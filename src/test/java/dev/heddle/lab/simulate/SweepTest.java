package dev.heddle.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.lab.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Experiments on several sizes of machines, and how they are shown. */
class SweepTest {
    private static final Costs COSTS = CostsFile.standard().nanos();

    private static Experiment named(String name) {
        return Experiment.all(COSTS).stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyExperimentRunsAndHasAPointForEachDesignAndSize() {
        for (Experiment experiment : Experiment.all(COSTS)) {
            Sweep sweep = Sweep.of(experiment, List.of(2), 1);
            assertThat(sweep.points())
                    .as(experiment.name())
                    .hasSize(experiment.designs().size());
            String table = SweepTable.of(sweep);
            assertThat(table.lines()).as(table).hasSize(2 + experiment.designs().size());
            SweepFigures figures = SweepFigures.of(sweep);
            assertThat(figures.points()).hasSameSizeAs(sweep.points());
            assertThat(figures.points()).allSatisfy(point -> {
                assertThat(point.ratePerSecond()).isPositive();
                assertThat(point.bottleneck()).isNotEmpty();
                assertThat(point.latency().p99Micros()).isNotNegative();
            });
        }
    }

    /** Although the points are simulated on several threads. */
    @Test
    void sameSeedGivesTheSameText() {
        Experiment experiment = named("mix");
        assertThat(text(experiment)).isEqualTo(text(experiment));
    }

    private static String text(Experiment experiment) {
        return Json.write(SweepFigures.of(Sweep.of(experiment, List.of(1, 2), 3)));
    }

    @Test
    void oneDispatcherStopsToScaleAndIsNamed() {
        Sweep sweep = Sweep.of(named("large-heads"), List.of(1, 8), 1);
        Point dispatcher = sweep.points().stream()
                .filter(point -> point.design().dispatchers() == 1 && point.cores() == 8)
                .findFirst()
                .orElseThrow();
        assertThat(dispatcher.outcome().bottleneck(8)).isEqualTo(Bottleneck.DISPATCHER);
        assertThat(SweepTable.of(sweep)).contains(" d");
        assertThat(SweepTable.LEGEND).contains("d a dispatcher");
    }
}
