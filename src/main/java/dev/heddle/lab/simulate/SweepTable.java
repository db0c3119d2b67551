package dev.heddle.lab.simulate;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A sweep as text: a line for each design, a column for each number of cores, and a letter for what holds the rate down. */
final class SweepTable {
    private static final int COLUMN = 12;

    /** What the letters mean. */
    static final String LEGEND = Stream.of(Bottleneck.values())
            .map(each -> each.letter() + " " + each)
            .collect(Collectors.joining(", ", "The letter says what holds the rate down: ", "."));

    private SweepTable() {}

    static String of(Sweep sweep) {
        Experiment experiment = sweep.experiment();
        int width = experiment.designs().stream()
                .mapToInt(design -> design.name().length())
                .max()
                .orElseThrow();
        String unit = experiment.unit().isEmpty() ? "" : " (" + experiment.unit() + ")";
        StringBuilder text = new StringBuilder()
                .append(experiment.name())
                .append(": ")
                .append(experiment.question())
                .append('\n')
                .append(padded(experiment.metric() + unit + ", by cores", width))
                .append(sweep.cores().stream()
                        .map(cores -> String.format("%" + COLUMN + "d", cores))
                        .collect(Collectors.joining()))
                .append('\n');
        for (Design design : experiment.designs()) {
            text.append(padded(design.name(), width));
            List<Point> line = sweep.points().stream()
                    .filter(point -> point.design().equals(design))
                    .toList();
            for (Point point : line) {
                text.append(cell(experiment, point));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return String.format("%-" + (width + 2) + "s", text);
    }

    private static String cell(Experiment experiment, Point point) {
        double value = experiment.cell().applyAsDouble(point.outcome());
        String format = value < 10 ? "%.2f" : value < 1000 ? "%.1f" : "%.0f";
        String mark = point.outcome().bottleneck(point.cores()).letter();
        return String.format("%" + (COLUMN - 2) + "s %s", String.format(Locale.ROOT, format, value), mark);
    }
}
