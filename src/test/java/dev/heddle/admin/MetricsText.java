package dev.heddle.admin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A strict reader of Prometheus' text format 0.0.4 and of OpenMetrics 1.0.0, as far as Heddle uses them: fails at the first line that a
 * scraper could take in another way.
 */
final class MetricsText {
    private static final Pattern METADATA = Pattern.compile("# (HELP|TYPE|UNIT) ([a-z][a-z0-9_]*) (.+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z][a-z0-9_]*)(?:\\{([^}]*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z][a-z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"");

    private final boolean openMetrics;
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private final Set<String> helped = new HashSet<>();
    private String family = "";

    private MetricsText(boolean openMetrics) {
        this.openMetrics = openMetrics;
    }

    /** Reads the text format of Prometheus. */
    static MetricsText prometheus(String text) {
        return new MetricsText(false).read(text);
    }

    /** Reads OpenMetrics. */
    static MetricsText openMetrics(String text) {
        return new MetricsText(true).read(text);
    }

    /** The value of a sample, by its name and labels as they are written: {@code name{a="b"}}. */
    double value(String series) {
        Double value = samples.get(series);
        require(value != null, "no sample " + series + " in " + samples.keySet());
        return value == null ? Double.NaN : value;
    }

    /** The names of all samples. */
    Set<String> names() {
        return samples.keySet().stream()
                .map(series -> series.replaceFirst("\\{.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of all families, with the {@code _total} of counters. */
    Set<String> families() {
        return types.entrySet().stream()
                .map(each ->
                        openMetrics && each.getValue().equals("counter") ? each.getKey() + "_total" : each.getKey())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private MetricsText read(String text) {
        require(text.endsWith("\n"), "no line end at the end");
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        lines.removeLast();
        if (openMetrics) {
            require(lines.removeLast().equals("# EOF"), "no EOF");
        }
        for (String line : lines) {
            if (line.startsWith("#")) {
                metadata(line);
            } else {
                sample(line);
            }
        }
        types.forEach((name, type) -> {
            require(helped.contains(name), "no help for " + name);
            if (type.equals("histogram")) {
                histogram(name);
            }
        });
        return this;
    }

    private void metadata(String line) {
        Matcher parts = METADATA.matcher(line);
        require(parts.matches(), "no metadata: " + line);
        String name = parts.group(2);
        if (!name.equals(family)) {
            require(!types.containsKey(name) && !helped.contains(name), "family in two parts: " + line);
            family = name;
        }
        switch (parts.group(1)) {
            case "TYPE" -> require(types.put(name, parts.group(3)) == null, "second type: " + line);
            case "HELP" -> require(helped.add(name), "second help: " + line);
            default ->
                require(openMetrics && name.endsWith("_" + parts.group(3)), "unit that is not in the name: " + line);
        }
    }

    private void sample(String line) {
        Matcher parts = SAMPLE.matcher(line);
        require(parts.matches(), "no sample: " + line);
        String type = types.getOrDefault(family, "");
        require(
                suffixes(type).stream().anyMatch(suffix -> parts.group(1).equals(family + suffix)),
                "not of the family " + family + ", a " + type + ": " + line);
        String labels = parts.group(2);
        if (labels != null) {
            labels(labels, line);
        }
        double value = Double.parseDouble(parts.group(3));
        require(type.equals("gauge") || value >= 0, "negative: " + line);
        String series = line.substring(0, line.lastIndexOf(' '));
        require(samples.put(series, value) == null, "second sample: " + line);
    }

    private List<String> suffixes(String type) {
        return switch (type) {
            case "gauge" -> List.of("");
            case "counter" -> List.of(openMetrics ? "_total" : "");
            case "histogram" -> List.of("_bucket", "_count", "_sum");
            case "info" -> List.of("_info");
            default -> throw new AssertionError("unknown type '" + type + "' of " + family);
        };
    }

    private static void labels(String labels, String line) {
        Set<String> names = new HashSet<>();
        Matcher label = LABEL.matcher(labels);
        int at = 0;
        while (at < labels.length()) {
            require(label.find(at) && label.start() == at, "no label at " + at + ": " + line);
            require(names.add(label.group(1)), "label twice: " + line);
            at = label.end();
            if (at < labels.length()) {
                require(labels.charAt(at) == ',', "no comma at " + at + ": " + line);
                at++;
            }
        }
    }

    /** Buckets are cumulative, in order, and end with the count of all. */
    private void histogram(String name) {
        Pattern bucket = Pattern.compile(name + "_bucket\\{(.*),le=\"([^\"]+)\"}");
        Map<String, Double> bounds = new LinkedHashMap<>();
        Map<String, Double> counts = new LinkedHashMap<>();
        samples.forEach((series, value) -> {
            Matcher parts = bucket.matcher(series);
            if (!parts.matches()) {
                require(!series.startsWith(name + "_bucket"), "bucket without a bound: " + series);
                return;
            }
            String of = parts.group(1);
            double bound =
                    parts.group(2).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(parts.group(2));
            require(bound > bounds.getOrDefault(of, 0.0), "bounds out of order: " + series);
            require(value >= counts.getOrDefault(of, 0.0), "not cumulative: " + series);
            bounds.put(of, bound);
            counts.put(of, value);
        });
        require(!counts.isEmpty(), "no bucket of " + name);
        counts.forEach((of, count) -> {
            require(bounds.getOrDefault(of, 0.0) == Double.POSITIVE_INFINITY, "no last bucket: " + of);
            require(value(name + "_count{" + of + "}") == count, "count and last bucket differ: " + of);
            value(name + "_sum{" + of + "}");
        });
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
