package dev.heddle.lab.compare;

import dev.heddle.lab.Jain;
import dev.heddle.lab.load.LoadReport;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one measurement of one server has given. Latencies are in milliseconds.
 *
 * @param numbers single figures by name, such as {@code fast.p99}
 * @param curves percentiles of latencies by what was asked for
 * @param shares one number for each worker or acceptor
 */
public record Figures(
        Map<String, Double> numbers, Map<String, Map<String, Double>> curves, Map<String, List<Double>> shares) {
    /** No figures yet. */
    public static Figures none() {
        return new Figures(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /** Adds a figure. */
    public Figures with(String name, double number) {
        numbers.put(name, number);
        return this;
    }

    /**
     * Adds latencies: a curve, and its best known percentiles as figures. Nothing if there are none: 0 ms would be the best of all.
     */
    public Figures withLatencies(String name, Histogram latencies) {
        if (latencies.getTotalCount() == 0) {
            return this;
        }
        Map<String, Double> curve = new LinkedHashMap<>();
        LoadReport.curve(latencies).forEach((point, micros) -> {
            if (micros instanceof Double value) {
                curve.put(point, value / 1e3);
            }
        });
        curves.put(name, curve);
        for (String point : List.of("p50", "p99", "p99.9", "max")) {
            numbers.put(name + "." + point, curve.getOrDefault(point, 0.0));
        }
        return this;
    }

    /** Adds what each has had of something, and how even that is, if there was something to share. */
    public Figures withShares(String name, Collection<Double> each) {
        if (each.stream().anyMatch(share -> share > 0)) {
            shares.put(name, List.copyOf(each));
            numbers.put(name + ".jain", Jain.index(each));
        }
        return this;
    }
}
