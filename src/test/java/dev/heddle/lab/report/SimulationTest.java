package dev.heddle.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.heddle.lab.report.Simulation.Experiment;
import dev.heddle.lab.simulate.FabricatedSimulation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Simulation SIMULATION = Simulation.parse(FabricatedSimulation.text());

    private static Experiment experiment(String name) {
        return SIMULATION.of(name).orElseThrow();
    }

    @Test
    void eachDesignHasALineWithAGapWhereItWasNotSimulated() {
        Experiment connections = experiment("new-connections");
        assertThat(connections.cores()).containsExactly(4, 8);
        assertThat(connections.lines()).containsOnlyKeys("multi-acceptor", "socket-sharded");
        assertThat(connections.lines().get("multi-acceptor")).containsExactly(40_000.0, 45_000.0);
        assertThat(connections.lines().get("socket-sharded")).containsExactly(Double.NaN, 90_000.0);
    }

    @Test
    void mixShowsTheShortRequestsAndZipfHowEvenTheLoadIs() {
        assertThat(experiment("mix").lines().values()).containsExactly(List.of(0.5));
        assertThat(experiment("zipf").lines().values()).containsExactly(List.of(0.7));
    }

    @Test
    void fileOfAnotherSchemaIsRejected() {
        String other = FabricatedSimulation.text().replace("heddle-simulation-1", "heddle-simulation-2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Simulation.parse(other))
                .withMessageContaining("heddle-simulation-2");
    }
}
