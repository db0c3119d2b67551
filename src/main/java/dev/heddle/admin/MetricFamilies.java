package dev.heddle.admin;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Collects metric families, in the client library's model. The unit is the end of a name; names of counters are given without the {@code
 * _total} that they get. A family without a value is left out. For one thread.
 */
final class MetricFamilies {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<MetricSnapshot> families = new ArrayList<>();

    /** All that were added. */
    MetricSnapshots all() {
        return new MetricSnapshots(families);
    }

    /** Adds a number that may fall. */
    void gauge(String name, String help, long value) {
        gauge(name, help, Labels.EMPTY, value);
    }

    /** Adds a number that may fall, with labels. */
    void gauge(String name, String help, Labels labels, long value) {
        gauges(name, help, Map.of(labels, value), each -> each);
    }

    /** Adds a time that may fall. */
    void gauge(String name, String help, Duration value) {
        gauges(name, help, Map.of(Labels.EMPTY, value), MetricFamilies::seconds);
    }

    /** Adds a family of values that may fall, one for each part of the server. */
    <T> void gauges(String name, String help, Map<Labels, T> parts, ToDoubleFunction<T> value) {
        if (!parts.isEmpty()) {
            families.add(new GaugeSnapshot(
                    metadata(name, help),
                    parts.entrySet().stream()
                            .map(part -> new GaugeDataPointSnapshot(
                                    value.applyAsDouble(part.getValue()), part.getKey(), null))
                            .toList()));
        }
    }

    /** Adds a number that only grows. */
    void counter(String name, String help, long value) {
        counters(name, help, Map.of(Labels.EMPTY, value), each -> each);
    }

    /** Adds a time that only grows. */
    void counter(String name, String help, Duration value) {
        counters(name, help, Map.of(Labels.EMPTY, value), MetricFamilies::seconds);
    }

    /** Adds a family of values that only grow, one for each part of the server. */
    <T> void counters(String name, String help, Map<Labels, T> parts, ToDoubleFunction<T> value) {
        if (!parts.isEmpty()) {
            families.add(new CounterSnapshot(
                    metadata(name, help),
                    parts.entrySet().stream()
                            .map(part -> new CounterDataPointSnapshot(
                                    value.applyAsDouble(part.getValue()), part.getKey(), null, 0))
                            .toList()));
        }
    }

    /** Adds a family of histograms. */
    void histograms(String name, String help, List<HistogramDataPointSnapshot> histograms) {
        if (!histograms.isEmpty()) {
            families.add(new HistogramSnapshot(metadata(name, help), histograms));
        }
    }

    /** Adds a family of texts, as labels; its name gets {@code _info}. */
    void info(String name, String help, Labels labels) {
        families.add(new InfoSnapshot(new MetricMetadata(name, help), List.of(new InfoDataPointSnapshot(labels))));
    }

    private static MetricMetadata metadata(String name, String help) {
        return new MetricMetadata(name, help, unitOf(name));
    }

    private static @Nullable Unit unitOf(String name) {
        if (name.endsWith("_seconds")) {
            return Unit.SECONDS;
        }
        return name.endsWith("_bytes") ? Unit.BYTES : null;
    }

    /** The unit of all times. */
    static double seconds(Duration time) {
        return time.toNanos() / NANOS;
    }

    /** Labels parts of the server that have no names by their number, from 0. */
    static <T> Map<Labels, T> numbered(String label, List<T> parts) {
        Map<Labels, T> labelled = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            labelled.put(Labels.of(label, Integer.toString(i)), parts.get(i));
        }
        return labelled;
    }
}
