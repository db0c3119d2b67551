package dev.heddle.lab.report;

import dev.heddle.lab.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code heddle simulate --json} has written, as far as the report shows it. What a file lacks is left out.
 *
 * @param machine whose costs the simulation used
 * @param experiments by their names
 * @param agreements measured beside simulated rates
 */
public record Simulation(String machine, Map<String, Experiment> experiments, List<Agreement> agreements) {
    /** No simulation. */
    public static final Simulation NONE = new Simulation("", Map.of(), List.of());

    /**
     * One experiment on machines of several sizes.
     *
     * @param question what it asks
     * @param unit of the values
     * @param logarithmic whether they differ by powers of ten
     * @param cores the sizes
     * @param lines the values of each design
     */
    public record Experiment(
            String question, String unit, boolean logarithmic, List<Integer> cores, Map<String, List<Double>> lines) {}

    /**
     * A rate that was measured, and the simulated one.
     *
     * @param what which
     * @param measured per second
     * @param simulated per second
     */
    public record Agreement(String what, double measured, double simulated) {}

    /**
     * Reads a file's text.
     *
     * @throws IllegalArgumentException if it is no JSON object
     */
    public static Simulation read(String text) {
        Map<String, @Nullable Object> json = Json.readObject(text);
        Map<String, Experiment> experiments = new LinkedHashMap<>();
        for (Map<?, ?> one : objects(json.get("experiments"))) {
            String name = String.valueOf(one.get("name"));
            experiment(name, one).ifPresentPut(experiments, name);
        }
        List<Agreement> agreements = objects(json.get("agreement")).stream()
                .map(one -> new Agreement(
                        one.get("architecture") + ", " + count(one.get("cores")) + " cores, "
                                + count(one.get("connections"))
                                + (Boolean.TRUE.equals(one.get("newConnections"))
                                        ? " new connections"
                                        : " connections"),
                        number(one.get("ratePerSecond")),
                        number(one.get("simulatedRatePerSecond"))))
                .toList();
        Object machine = json.get("costs") instanceof Map<?, ?> costs ? costs.get("machine") : null;
        return new Simulation(machine == null ? "" : machine.toString(), experiments, agreements);
    }

    /** The experiment that answers the same question as a scenario, if it was simulated. */
    @Nullable
    Experiment of(String name) {
        return experiments.get(name);
    }

    private record Read(@Nullable Experiment found) {
        void ifPresentPut(Map<String, Experiment> into, String name) {
            if (found != null) {
                into.put(name, found);
            }
        }
    }

    private static Read experiment(String name, Map<?, ?> json) {
        Map<String, Map<Integer, Double>> lines = new LinkedHashMap<>();
        Set<Integer> cores = new TreeSet<>();
        for (Map<?, ?> point : objects(json.get("points"))) {
            int count = (int) number(point.get("cores"));
            double value = value(name, point);
            if (!Double.isNaN(value)) {
                cores.add(count);
                lines.computeIfAbsent(String.valueOf(point.get("design")), any -> new LinkedHashMap<>())
                        .put(count, value);
            }
        }
        if (cores.isEmpty()) {
            return new Read(null);
        }
        Map<String, List<Double>> complete = new LinkedHashMap<>();
        lines.forEach((design, values) -> complete.put(
                design,
                cores.stream()
                        .map(count -> values.getOrDefault(count, Double.NaN))
                        .toList()));
        String unit = switch (name) {
            case "mix" -> "ms, p99 of short requests";
            case "zipf" -> "Jain's index of busy time";
            default -> "per second";
        };
        return new Read(new Experiment(
                String.valueOf(json.get("question")), unit, !name.equals("zipf"), List.copyOf(cores), complete));
    }

    private static double value(String experiment, Map<?, ?> point) {
        return switch (experiment) {
            case "mix" ->
                objects(point.get("latencyByKind")).stream()
                        .findFirst()
                        .map(kind -> number(kind.get("p99Micros")) / 1e3)
                        .orElse(Double.NaN);
            case "zipf" -> number(point.get("jainBusy"));
            default -> number(point.get("ratePerSecond"));
        };
    }

    private static List<Map<?, ?>> objects(@Nullable Object list) {
        List<Map<?, ?>> found = new ArrayList<>();
        if (list instanceof List<?> elements) {
            for (Object element : elements) {
                if (Objects.requireNonNullElse(element, 0) instanceof Map<?, ?> map) {
                    found.add(map);
                }
            }
        }
        return found;
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static String count(@Nullable Object value) {
        return value instanceof Number number ? Long.toString(number.longValue()) : "?";
    }
}
