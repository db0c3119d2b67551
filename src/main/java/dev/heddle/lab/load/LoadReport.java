package dev.heddle.lab.load;

import dev.heddle.lab.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/** The result of a load as a table for people and as JSON for programs. */
public final class LoadReport {
    private static final double[] PERCENTILES = {50, 75, 90, 99, 99.9, 100};
    private static final double[] CURVE = {0, 10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.8, 99.9, 99.95, 99.99, 100};

    /** A generator that is later than this for one request in a hundred is a part of what it measures. */
    private static final long MUCH_LAG_NANOS = 1_000_000;

    private LoadReport() {}

    /** A table of the latencies, the rate, and what the generator says about itself. */
    public static String table(LoadResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-24s %9s %9s %9s %9s %9s %9s %9s",
                "latency, ms",
                "count",
                "p50",
                "p75",
                "p90",
                "p99",
                "p99.9",
                "max"));
        result.latencies().forEach((name, latencies) -> lines.add(row(name, latencies)));
        if (result.latencies().size() > 1) {
            lines.add(row("all", result.allLatencies()));
        }
        lines.add(row("connect", result.connects()));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "rate           %.0f responses/s", result.rate()));
        lines.add("errors         "
                + (result.errors().isEmpty()
                        ? "none"
                        : result.errors().entrySet().stream()
                                .map(error -> error.getValue() + " " + error.getKey())
                                .collect(Collectors.joining(", ")))
                + (result.unanswered() == 0 ? "" : "; " + result.unanswered() + " requests without a response"));
        lines.add(
                String.format(Locale.ROOT, "this generator %.2f processors%s", result.processors(), lag(result.lag())));
        return String.join(System.lineSeparator(), lines);
    }

    private static String lag(Histogram lag) {
        if (lag.getTotalCount() == 0) {
            return "";
        }
        long p99 = lag.getValueAtPercentile(99);
        return String.format(
                Locale.ROOT,
                "; behind its schedule p50 %s, p99 %s, max %s ms%s",
                millis(lag.getValueAtPercentile(50)),
                millis(p99),
                millis(lag.getMaxValue()),
                p99 > MUCH_LAG_NANOS ? ": too late to be trusted with short latencies" : "");
    }

    private static String row(String name, Histogram latencies) {
        return String.format(Locale.ROOT, "%-24s %9d", shortened(name), latencies.getTotalCount())
                + DoubleStream.of(PERCENTILES)
                        .mapToObj(p -> latencies.getTotalCount() == 0 ? "-" : millis(latencies.getValueAtPercentile(p)))
                        .map(time -> String.format(Locale.ROOT, " %9s", time))
                        .collect(Collectors.joining());
    }

    private static String shortened(String name) {
        return name.length() <= 24 ? name : name.substring(0, 23) + "…";
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }

    /** One JSON object on one line. Latencies are in microseconds. */
    public static String json(LoadResult result) {
        Map<String, Object> latencies = new LinkedHashMap<>();
        result.latencies().forEach((name, of) -> latencies.put(name, curve(of)));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("rate", result.rate());
        all.put("answered", result.answered());
        all.put("unanswered", result.unanswered());
        all.put("errors", result.errors());
        all.put("latencyMicros", latencies);
        all.put("connectMicros", curve(result.connects()));
        all.put("lagMicros", curve(result.lag()));
        all.put("generatorProcessors", result.processors());
        return Json.write(all);
    }

    /** The percentiles of a histogram, in microseconds, by their names; only the count, 0, if there is nothing in it. */
    public static Map<String, Object> curve(Histogram of) {
        Map<String, Object> curve = new LinkedHashMap<>();
        curve.put("count", of.getTotalCount());
        if (of.getTotalCount() == 0) {
            return curve;
        }
        curve.put("mean", of.getMean() / 1e3);
        for (double p : CURVE) {
            String name = p == 100 ? "max" : "p" + (p == Math.rint(p) ? Long.toString((long) p) : Double.toString(p));
            curve.put(name, of.getValueAtPercentile(p) / 1e3);
        }
        return curve;
    }
}
