package dev.heddle.lab.simulate;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A load on a server that is applied once in each round, in turn with others. Rounds in which other programs used the cores do not count, if
 * there are others; nor does the slower half of the rest. What the load says is the median of those that count.
 */
final class RepeatedLoad {
    private final String name;
    private final DemoProcess server;
    private final String path;
    private final int connections;
    private final int pipelined;
    private final boolean fresh;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * One time.
     *
     * @param heldNanos for how long a request held its dispatcher, by the server's statistics
     * @param waits how often a thread waited for a dispatcher, for each request
     */
    private record Sample(DemoProcess.Load load, double heldNanos, double waits) {
        boolean isUndisturbed() {
            return load.others() <= Agreement.MOST_OTHERS * 1e6;
        }
    }

    /**
     * A load, not applied yet.
     *
     * @param name for the progress
     * @param pipelined how many requests are sent at a time
     * @param fresh whether each request is on a new connection
     */
    RepeatedLoad(String name, DemoProcess server, String path, int connections, int pipelined, boolean fresh) {
        this.name = name;
        this.server = server;
        this.path = path;
        this.connections = connections;
        this.pipelined = pipelined;
        this.fresh = fresh;
    }

    /** What it is, for the progress. */
    String name() {
        return name;
    }

    /** How many connections the client holds. */
    int connections() {
        return connections;
    }

    /** Whether each request is on a new connection. */
    boolean isFresh() {
        return fresh;
    }

    /** Applies it once more. Its server runs meanwhile. */
    void apply(double seconds) throws IOException {
        server.resume();
        measure(seconds);
        server.pause();
    }

    private void measure(double seconds) throws IOException {
        JsonObject before = server.stats();
        DemoProcess.Load load = server.load(path, connections, pipelined, fresh, seconds);
        JsonObject after = server.stats();
        double requests = number(after, "requests") - number(before, "requests");
        samples.add(new Sample(
                load, (heldNanos(after) - heldNanos(before)) / requests, (waits(after) - waits(before)) / requests));
    }

    /** What the latest round said, for the progress. */
    String latest() {
        Sample latest = samples.getLast();
        return String.format(
                Locale.ROOT,
                "%.0f requests/s, %.1f µs of the server and %.1f of the client for each",
                latest.load().rate(),
                latest.load().serverMicros(),
                latest.load().clientMicros());
    }

    /** The rounds that count, the fastest first; if other programs disturbed all, the one that they disturbed the least. */
    List<DemoProcess.Load> loads() {
        return counted().stream().map(Sample::load).toList();
    }

    private List<Sample> counted() {
        if (isDisturbed()) {
            return List.of(Collections.min(
                    samples, Comparator.comparingLong(sample -> sample.load().others())));
        }
        return FasterHalf.of(
                samples.stream().filter(Sample::isUndisturbed).toList(),
                sample -> sample.load().serverMicros() + sample.load().clientMicros());
    }

    /** Whether other programs used too much of the cores in each round. */
    boolean isDisturbed() {
        return samples.stream().noneMatch(Sample::isUndisturbed);
    }

    /** Processor time of the server for a request. */
    double serverMicros() {
        return median(sample -> sample.load().serverMicros());
    }

    /** Processor time of the client for a request. */
    double clientMicros() {
        return median(sample -> sample.load().clientMicros());
    }

    /** For how long a request holds its dispatcher. */
    double heldNanos() {
        return median(Sample::heldNanos);
    }

    /** How often a thread waits for a dispatcher, for each request. */
    double waits() {
        return median(Sample::waits);
    }

    private double median(ToDoubleFunction<Sample> figure) {
        double[] sorted = counted().stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double number(JsonObject stats, String name) {
        return stats.get(name).getAsDouble();
    }

    /** All dispatchers together. */
    private static double heldNanos(JsonObject stats) {
        int dispatchers = stats.getAsJsonArray("dispatchers").size();
        return number(stats, "dispatcherUtilization") * dispatchers * number(stats, "uptimeMillis") * 1e6;
    }

    private static double waits(JsonObject stats) {
        double waits = 0;
        for (JsonElement each : stats.getAsJsonArray("dispatchers")) {
            waits += number(each.getAsJsonObject(), "contended");
        }
        return waits;
    }
}
