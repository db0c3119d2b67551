package dev.heddle.lab.simulate;

import java.util.List;

/**
 * An experiment on machines of several sizes, as in the file of a simulation.
 *
 * @param name as on the command line
 * @param question what it shows
 * @param metric what the table of the output has in its cells
 * @param unit of that
 * @param points one for each design and size
 */
public record SweepFigures(String name, String question, String metric, String unit, List<PointFigures> points) {
    public SweepFigures {
        points = List.copyOf(points);
    }

    static SweepFigures of(Sweep sweep) {
        Experiment experiment = sweep.experiment();
        return new SweepFigures(
                experiment.name(),
                experiment.question(),
                experiment.metric(),
                experiment.unit(),
                sweep.points().stream().map(PointFigures::of).toList());
    }
}
