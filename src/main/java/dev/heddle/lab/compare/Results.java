package dev.heddle.lab.compare;

import dev.heddle.lab.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * All measurements of a comparison. Immutable.
 *
 * @param machine what it ran on
 * @param samples in the order in which they were made
 */
public record Results(Machine machine, List<Sample> samples) {
    public Results {
        samples = List.copyOf(samples);
    }

    /** The names of a scenario's servers that were measured, in their order. */
    public List<String> variants(String scenario) {
        return samples.stream()
                .filter(sample -> sample.scenario().equals(scenario))
                .map(Sample::variant)
                .distinct()
                .toList();
    }

    /** A figure in all rounds; empty if it was not measured. */
    public List<Double> all(String scenario, String variant, String figure) {
        return of(scenario, variant).stream()
                .map(sample -> sample.figures().numbers().get(figure))
                .filter(Objects::nonNull)
                .toList();
    }

    /** The median of a figure over the rounds; empty if it was not measured. */
    public OptionalDouble median(String scenario, String variant, String figure) {
        double[] sorted = sorted(scenario, variant, figure);
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        int middle = sorted.length / 2;
        return OptionalDouble.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    /** Its least value. */
    public OptionalDouble least(String scenario, String variant, String figure) {
        return DoubleStream.of(sorted(scenario, variant, figure)).min();
    }

    /** Its greatest value. */
    public OptionalDouble greatest(String scenario, String variant, String figure) {
        return DoubleStream.of(sorted(scenario, variant, figure)).max();
    }

    /** How many processors other programs kept busy during some scenarios, on average; 0 if that is not known. */
    public double others(Collection<String> scenarios) {
        return samples.stream()
                .filter(sample -> scenarios.contains(sample.scenario()))
                .map(sample -> sample.figures().numbers().get(Comparison.OTHERS))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    /** What each worker or acceptor had in the last round; empty if it was not measured. */
    public List<Double> shares(String scenario, String variant, String name) {
        return of(scenario, variant).reversed().stream()
                .map(sample -> sample.figures().shares().get(name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(List.of());
    }

    /** The medians of the percentiles of a latency over the rounds; empty if it was not measured. */
    public Map<String, Double> curve(String scenario, String variant, String name) {
        Map<String, List<Double>> points = new LinkedHashMap<>();
        for (Sample sample : of(scenario, variant)) {
            sample.figures()
                    .curves()
                    .getOrDefault(name, Map.of())
                    .forEach((point, value) -> points.computeIfAbsent(point, any -> new ArrayList<>())
                            .add(value));
        }
        Map<String, Double> curve = new LinkedHashMap<>();
        points.forEach((point, values) ->
                curve.put(point, values.stream().sorted().toList().get(values.size() / 2)));
        return curve;
    }

    private List<Sample> of(String scenario, String variant) {
        return samples.stream()
                .filter(sample ->
                        sample.scenario().equals(scenario) && sample.variant().equals(variant))
                .toList();
    }

    private double[] sorted(String scenario, String variant, String figure) {
        return all(scenario, variant, figure).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }

    /** Everything as JSON. */
    public String json() {
        List<Object> written = new ArrayList<>();
        for (Sample sample : samples) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("scenario", sample.scenario());
            one.put("variant", sample.variant());
            one.put("round", sample.round());
            one.put("figures", sample.figures().numbers());
            one.put("latencyMillis", sample.figures().curves());
            one.put("shares", sample.figures().shares());
            written.add(one);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine.description());
        all.put("samples", written);
        return Json.write(all);
    }
}
