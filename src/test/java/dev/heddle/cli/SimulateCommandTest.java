package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.lab.report.Simulation;
import dev.heddle.lab.simulate.SimulateCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code heddle simulate}, and what {@code heddle compare} makes of its file. */
class SimulateCommandTest {
    private final StringWriter printed = new StringWriter();

    @TempDir
    private Path folder;

    private int simulate(String... arguments) {
        PrintWriter out = new PrintWriter(printed);
        return new CommandLine(new SimulateCommand()).setOut(out).setErr(out).execute(arguments);
    }

    private int compare(String... arguments) {
        PrintWriter out = new PrintWriter(printed);
        return new CommandLine(new CompareCommand()).setOut(out).setErr(out).execute(arguments);
    }

    @Test
    void comparisonReadsWhatTheSimulationHasWritten() throws Exception {
        Path file = folder.resolve("simulation.json");
        assertThat(simulate("--cores", "1,2", "--json", file.toString()))
                .as(printed.toString())
                .isZero();
        assertThat(compare("--list", "--simulation", file.toString()))
                .as(printed.toString())
                .isZero();
        Simulation simulation = Simulation.parse(Files.readString(file));
        assertThat(simulation.machine()).contains("cores");
        assertThat(simulation.agreements())
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.simulatedRatePerSecond()).isPositive());
        assertThat(simulation.experiments())
                .extracting(Simulation.Experiment::name)
                .containsExactly("keep-alive", "large-heads", "new-connections", "mix", "zipf");
        assertThat(simulation.experiments()).allSatisfy(experiment -> {
            assertThat(experiment.cores()).containsExactly(1, 2);
            assertThat(experiment.lines().values())
                    .allSatisfy(line -> assertThat(line).hasSize(2).allMatch(value -> value > 0));
        });
    }

    @Test
    void nothingIsMeasuredForAnExperimentThatDoesNotExist() {
        assertThat(simulate("--calibrate", "--experiment", "nothing")).isEqualTo(2);
        assertThat(printed.toString())
                .contains("unknown experiment 'nothing'; known: keep-alive")
                .doesNotContain("measuring");
    }

    @Test
    void nothingIsSimulatedWithCostsThatCannotBeRead() throws Exception {
        Path none = folder.resolve("none.json");
        assertThat(simulate("--costs", none.toString())).isEqualTo(1);
        Files.writeString(none, "{}");
        assertThat(simulate("--costs", none.toString())).isEqualTo(1);
        assertThat(printed.toString()).contains("is not a file of costs").doesNotContain("costs of:");
    }

    @Test
    void sizeOfNoMachineIsWrongUsage() {
        assertThat(simulate("--cores", "0")).isEqualTo(2);
        assertThat(printed.toString()).contains("--cores [0]");
    }
}
