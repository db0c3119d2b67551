package dev.heddle.lab.compare;

import dev.heddle.lab.load.Load;
import dev.heddle.lab.load.LoadResult;
import dev.heddle.lab.load.LoadSpec;
import dev.heddle.lab.load.RequestKind;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What experiments need besides the server: the times, and what was found out for all of them. For the thread that runs them. */
public final class Bench {
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);
    private static final Duration BEFORE_LONGER = Duration.ofMillis(500);
    private static final Duration IDLE_POLL = Duration.ofMillis(10);

    private final Timing timing;
    private final int processors;
    private final Map<String, Double> known = new HashMap<>();
    private final Set<Warmed> warm = new HashSet<>();
    private RunningServers servers = new RunningServers(List.of());

    /** A server, and what it has been asked for. */
    private record Warmed(ServerUnderTest server, List<RequestKind> requests) {}

    Bench(Timing timing, int processors) {
        this.timing = timing;
        this.processors = processors;
    }

    Timing timing() {
        return timing;
    }

    int processors() {
        return processors;
    }

    /** Begins a scenario with servers of its own. */
    void beginScenario(RunningServers ofScenario) {
        servers = ofScenario;
        warm.clear();
    }

    /** Begins a round: what was known of the machine may not be true any more. */
    void beginRound() {
        known.clear();
    }

    /** A further server of the scenario, which is not compared. */
    ServerUnderTest server(Variant variant) throws IOException {
        return servers.of(variant);
    }

    /** A figure that is measured once in each round and then used for all servers of a scenario, such as a capacity. */
    double oncePerRound(String name, Measured figure) throws IOException, InterruptedException {
        Double found = known.get(name);
        if (found == null) {
            found = figure.measure();
            known.put(name, found);
        }
        return found;
    }

    /** Measures one figure. */
    @FunctionalInterface
    interface Measured {
        double measure() throws IOException, InterruptedException;
    }

    /** What a load did to a server: the client's figures, and the statistics before and after. */
    record Observed(LoadResult load, Stats before, Stats after, double seconds, double serverSeconds) {
        /** How many processors the server kept busy. */
        double processors() {
            return serverSeconds / seconds;
        }
    }

    /** Warms the server up, then loads it for the window, and looks at it before and after. */
    Observed observe(ServerUnderTest server, LoadSpec spec) throws IOException, InterruptedException {
        warmUp(server, spec);
        return observeWarm(server, spec.lasting(Duration.ZERO, timing.window()));
    }

    /** The same with a load that brings its own times. */
    Observed observeWarm(ServerUnderTest server, LoadSpec spec) throws IOException, InterruptedException {
        Stats before = server.stats();
        Duration used = server.processorTime();
        long begun = System.nanoTime();
        LoadResult result = load(spec);
        double seconds = (System.nanoTime() - begun) / (double) TimeUnit.SECONDS.toNanos(1);
        double serverSeconds = server.processorTime().minus(used).toNanos() / 1e9;
        return new Observed(result, before, server.stats(), seconds, serverSeconds);
    }

    /**
     * Makes a load.
     *
     * @throws IOException if no request was answered: a rate of 0 would say something about an architecture; or if some were not even
     *     sent: the latencies do not know of them
     */
    LoadResult load(LoadSpec spec) throws IOException, InterruptedException {
        LoadResult result = Load.run(spec, Load.Progress.NONE);
        if (result.answered() == 0) {
            throw new IOException("no request was answered; errors: " + result.errors());
        }
        if (result.notSent() > 0) {
            throw new IOException(result.notSent() + " requests were not sent, so many waited already");
        }
        return result;
    }

    /** Makes a load for twice the usual time: where latencies near the capacity are asked for, what is rare has to come often enough. */
    LoadResult loadForLonger(LoadSpec spec) throws IOException, InterruptedException {
        return load(spec.lasting(BEFORE_LONGER, timing.window().multipliedBy(2)));
    }

    /** Makes a load that is not measured, for the usual time: longer if the server has not had these requests before. */
    void warmUp(ServerUnderTest server, LoadSpec spec) throws IOException, InterruptedException {
        warmUp(server, spec, isNew(server, spec) ? timing.first() : timing.warmUp());
    }

    /** Makes a load until the compiler of a fresh JVM leaves it the processors. Does nothing if the server has had these requests before. */
    void warmUpFully(ServerUnderTest server, LoadSpec spec) throws IOException, InterruptedException {
        if (isNew(server, spec)) {
            warmUp(server, spec, timing.compiling());
        }
    }

    private boolean isNew(ServerUnderTest server, LoadSpec spec) {
        return warm.add(new Warmed(server, spec.requests()));
    }

    /** Makes a load at the pace that is measured next. To be called before each measurement near a server's capacity. */
    void settle(ServerUnderTest server, LoadSpec spec) throws IOException, InterruptedException {
        warmUp(server, spec, timing.settling());
    }

    /** Makes a load that is not measured, and waits until the server has nothing left to do of it. */
    private void warmUp(ServerUnderTest server, LoadSpec spec, Duration time) throws IOException, InterruptedException {
        if (!time.isZero()) {
            Load.run(spec.lasting(Duration.ZERO, time), Load.Progress.NONE);
            awaitIdle(server);
        }
    }

    /**
     * Waits until the server has ended all connections of the load before. It has read requests whose clients have left already, and
     * works them off: what is measured next would wait behind them.
     *
     * @throws IOException if it takes longer than half a minute
     */
    void awaitIdle(ServerUnderTest server) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (server.stats().connectionsOpen() > 1) { // one is that of the question
            if (System.nanoTime() - begun > IDLE_LIMIT.toNanos()) {
                throw new IOException(
                        "the server still works off the load before after " + IDLE_LIMIT.toSeconds() + " s");
            }
            Thread.sleep(IDLE_POLL);
        }
    }
}
