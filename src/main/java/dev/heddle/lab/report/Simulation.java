package dev.heddle.lab.report;

import dev.heddle.lab.simulate.AgreementFigures;
import dev.heddle.lab.simulate.PointFigures;
import dev.heddle.lab.simulate.SimulationFile;
import dev.heddle.lab.simulate.SweepFigures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What {@code heddle simulate --json} has written, as the report shows it.
 *
 * @param machine whose costs the simulation used
 * @param experiments those that have points
 * @param agreements measured beside simulated rates
 */
public record Simulation(String machine, List<Experiment> experiments, List<AgreementFigures> agreements) {
    /** No simulation. */
    public static final Simulation NONE = new Simulation("", List.of(), List.of());

    /**
     * One experiment on machines of several sizes.
     *
     * @param name as on the command line
     * @param question what it asks
     * @param unit of the values
     * @param logarithmic whether they differ by powers of ten
     * @param cores the sizes
     * @param lines the values of each design; NaN for a size on which it was not simulated
     */
    public record Experiment(
            String name,
            String question,
            String unit,
            boolean logarithmic,
            List<Integer> cores,
            Map<String, List<Double>> lines) {}

    /**
     * Reads a file's text.
     *
     * @throws IllegalArgumentException if it is not what {@code heddle simulate} writes
     */
    public static Simulation parse(String text) {
        SimulationFile file = SimulationFile.parse(text);
        return new Simulation(
                file.costs().machine(),
                file.experiments().stream()
                        .filter(sweep -> !sweep.points().isEmpty())
                        .map(Simulation::experiment)
                        .toList(),
                file.agreement());
    }

    /** The experiment of that name, if it was simulated. */
    Optional<Experiment> of(String name) {
        return experiments.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static Experiment experiment(SweepFigures sweep) {
        List<Integer> cores = List.copyOf(
                new TreeSet<>(sweep.points().stream().map(PointFigures::cores).toList()));
        Map<String, List<Double>> lines = new LinkedHashMap<>();
        for (PointFigures point : sweep.points()) {
            lines.computeIfAbsent(point.design(), any -> unknown(cores.size()))
                    .set(cores.indexOf(point.cores()), value(sweep.name(), point));
        }
        String unit = switch (sweep.name()) {
            case "mix" -> "ms, p99";
            case "zipf" -> "Jain's index";
            default -> "per second";
        };
        return new Experiment(
                sweep.name(), sweep.question(), unit, !sweep.name().equals("zipf"), cores, lines);
    }

    private static List<Double> unknown(int size) {
        return new ArrayList<>(Collections.nCopies(size, Double.NaN));
    }

    private static double value(String experiment, PointFigures point) {
        return switch (experiment) {
            case "mix" -> point.latencyByKind().getFirst().p99Micros() / 1e3;
            case "zipf" -> point.jainBusy();
            default -> point.ratePerSecond();
        };
    }
}
