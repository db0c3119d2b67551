package dev.heddle.lab.report;

import dev.heddle.lab.compare.Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes pictures of the results of one comparison, as options of ECharts. A picture without any figure is left out. */
final class Charts {
    /** An architecture has the same colour in every picture. */
    private static final Map<String, String> COLOURS = Map.of(
            "single-threaded", "#5b7fd9",
            "single-acceptor", "#4fa36b",
            "multi-acceptor", "#d9a520",
            "message-balanced", "#d9534f",
            "socket-sharded", "#3fa7c4");

    private static final List<String> POINTS =
            List.of("p50", "p75", "p90", "p95", "p98", "p99", "p99.5", "p99.8", "p99.9", "max");

    private final Results results;

    Charts(Results results) {
        this.results = results;
    }

    /** Text and axes keep their own space, and long names are not cut. */
    private static Map<String, Object> frame() {
        Map<String, Object> option = new LinkedHashMap<>();
        option.put("animation", false);
        option.put("grid", Map.of("left", 8, "right", 24, "top", 36, "bottom", 40, "containLabel", true));
        option.put("tooltip", Map.of("trigger", "axis", "confine", true));
        return option;
    }

    static String colour(String variant) {
        return COLOURS.entrySet().stream()
                .filter(known -> variant.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("#8a6fc0");
    }

    /** A bar for each server of a scenario, and from the least to the greatest value of the rounds. */
    Optional<Chart> bars(String id, String title, String scenario, String figure, String unit, boolean logarithmic) {
        return bars(id, title, scenario, results.variants(scenario), figure, unit, logarithmic);
    }

    /** The same for some of the servers. */
    Optional<Chart> bars(
            String id,
            String title,
            String scenario,
            List<String> variants,
            String figure,
            String unit,
            boolean logarithmic) {
        List<String> measured = variants.stream()
                .filter(variant -> results.median(scenario, variant, figure).isPresent())
                .toList();
        if (measured.isEmpty()) {
            return Optional.empty();
        }
        List<Object> medians = new ArrayList<>();
        List<Object> spreads = new ArrayList<>();
        for (String variant : measured) {
            double median = results.median(scenario, variant, figure).orElse(0);
            medians.add(Map.of("value", positive(median, logarithmic), "itemStyle", Map.of("color", colour(variant))));
            spreads.add(List.of(
                    spreads.size(),
                    positive(results.least(scenario, variant, figure).orElse(0), logarithmic),
                    positive(results.greatest(scenario, variant, figure).orElse(0), logarithmic)));
        }
        Map<String, Object> option = frame();
        option.put("xAxis", axis(unit, logarithmic));
        option.put("yAxis", Map.of("type", "category", "inverse", true, "data", measured));
        option.put(
                "series",
                List.of(
                        Map.of("type", "bar", "name", unit, "data", medians, "barMaxWidth", 22),
                        // Drawn by the page: ECharts has no bars with spread of its own.
                        Map.of("type", "custom", "name", "least, greatest", "data", spreads, "z", 5)));
        return Optional.of(new Chart(id, title, option, measured.size()));
    }

    private static double positive(double value, boolean logarithmic) {
        return logarithmic ? Math.max(value, 0.001) : value;
    }

    private static Map<String, Object> axis(String unit, boolean logarithmic) {
        return Map.of(
                "type",
                logarithmic ? "log" : "value",
                "name",
                unit,
                "nameLocation",
                "middle",
                "nameGap",
                28,
                "axisLabel",
                Map.of("hideOverlap", true));
    }

    /** Percentiles of latencies on a logarithmic axis, a line for each server. */
    Optional<Chart> curves(String id, String title, String scenario, List<String> variants, String latency) {
        List<Object> series = new ArrayList<>();
        for (String variant : variants) {
            Map<String, Double> curve = results.curve(scenario, variant, latency);
            if (!curve.isEmpty()) {
                List<Double> data = POINTS.stream()
                        .map(point -> positive(curve.getOrDefault(point, 0.0), true))
                        .toList();
                series.add(line(variant, series.size(), data));
            }
        }
        return lines(id, title, POINTS, "percentile", "ms", true, series);
    }

    /** Two servers of one architecture have one colour: the stroke tells them apart. */
    private static Map<String, Object> line(String name, int index, List<Double> data) {
        List<String> strokes = List.of("solid", "dashed", "dotted");
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "line");
        line.put("name", name);
        line.put("data", data);
        line.put("symbolSize", 5);
        line.put("itemStyle", Map.of("color", colour(name)));
        line.put("lineStyle", Map.of("width", 2, "type", strokes.get(index % strokes.size()), "color", colour(name)));
        return line;
    }

    private static Optional<Chart> lines(
            String id,
            String title,
            List<String> categories,
            String xName,
            String yName,
            boolean logarithmic,
            List<Object> series) {
        if (series.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> option = frame();
        option.put("grid", Map.of("left", 8, "right", 24, "top", 76, "bottom", 40, "containLabel", true));
        option.put("legend", Map.of("type", "scroll", "top", 0));
        option.put(
                "xAxis",
                Map.of("type", "category", "data", categories, "name", xName, "nameLocation", "middle", "nameGap", 28));
        option.put("yAxis", Map.of("type", logarithmic ? "log" : "value", "name", yName));
        option.put("series", series);
        return Optional.of(new Chart(id, title, option, 0));
    }

    /** How much each worker or acceptor had, side by side for each server of a scenario. */
    Optional<Chart> shares(String id, String title, String scenario, String shares, String unit) {
        List<String> measured = results.variants(scenario).stream()
                .filter(variant -> !results.shares(scenario, variant, shares).isEmpty())
                .toList();
        int most = measured.stream()
                .mapToInt(variant -> results.shares(scenario, variant, shares).size())
                .max()
                .orElse(0);
        if (most == 0) {
            return Optional.empty();
        }
        List<Object> series = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            int worker = i;
            List<Double> data = measured.stream()
                    .map(variant -> results.shares(scenario, variant, shares))
                    .map(each -> worker < each.size() ? each.get(worker) : 0.0)
                    .toList();
            series.add(Map.of("type", "bar", "name", "no. " + (i + 1), "data", data, "barMaxWidth", 16));
        }
        Map<String, Object> option = frame();
        option.put("legend", Map.of("type", "scroll", "top", 0));
        option.put("xAxis", axis(unit, false));
        option.put("yAxis", Map.of("type", "category", "inverse", true, "data", measured));
        option.put("series", series);
        return Optional.of(new Chart(id, title, option, measured.size() * Math.max(1, most / 2)));
    }

    /** A simulated experiment by the number of cores, a line for each design. */
    static Optional<Chart> simulated(String id, Simulation.Experiment experiment) {
        List<String> cores = experiment.cores().stream().map(String::valueOf).toList();
        List<Object> series = new ArrayList<>();
        experiment.lines().forEach((design, values) -> series.add(line(design, series.size(), values)));
        return lines(
                id,
                "Simulated: " + experiment.question(),
                cores,
                "cores",
                experiment.unit(),
                experiment.logarithmic(),
                series);
    }

    /** All that exist. */
    @SafeVarargs
    static List<Chart> of(Optional<Chart>... charts) {
        return IntStream.range(0, charts.length)
                .mapToObj(i -> charts[i])
                .flatMap(Optional::stream)
                .toList();
    }
}
