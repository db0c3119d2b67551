package dev.heddle.lab.compare;

import static dev.heddle.lab.compare.Scenarios.kind;
import static dev.heddle.lab.compare.Variant.running;

import dev.heddle.lab.compare.Bench.Observed;
import dev.heddle.lab.load.LoadResult;
import dev.heddle.lab.load.LoadSpec;
import dev.heddle.lab.load.Pace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What short requests pay for long ones, of others and of their own connection. */
public final class MixScenarios {
    /** It is warmed up for long, as what is asked are latencies near the capacity. */
    private static final double WEIGHT = 4;

    private static final int CONNECTIONS = 512;

    /** For a server that is cold: requests that it was late with would otherwise wait on all of them. */
    private static final int FEW_CONNECTIONS = 64;

    private final Extent extent;

    MixScenarios(Extent extent) {
        this.extent = extent;
    }

    Scenario mix() {
        List<Variant> asked = List.of(
                running("single-acceptor"),
                lanes("one", "one lane"),
                lanes("long", "lanes"),
                lanes("inline", "lanes and inline"));
        List<Variant> others = List.of(
                running("single-threaded"),
                running("multi-acceptor"),
                running("socket-sharded"),
                lanes("one", "one lane, the JVM's carriers", "--scheduler", "jvm"),
                lanes("long", "lanes, the JVM's carriers", "--scheduler", "jvm"));
        List<Variant> variants = new ArrayList<>();
        if (!extent.quick()) {
            asked.forEach(variant -> variants.add(atLoad(variant, 50)));
        }
        extent.some(asked, others).forEach(variant -> variants.add(atLoad(variant, 70)));
        return new Scenario(
                "mix",
                "99 % short and 1 % long requests",
                "Open loop, Poisson arrivals over 512 connections: 99 % compute for 10 µs, 1 % for 5 ms. The load is a part of what "
                        + "single-acceptor can do in a closed loop on as many connections, measured at the beginning of each round; single-threaded gets the part for one processor.",
                variants,
                this::shortAndLong,
                WEIGHT);
    }

    private static Variant lanes(String flag, String name, String... flags) {
        return running(
                        "message-balanced",
                        Stream.concat(Stream.of("--lanes", flag), Stream.of(flags))
                                .toArray(String[]::new))
                .named("message-balanced, " + name);
    }

    private static Variant atLoad(Variant variant, int percent) {
        return variant.named(mixName(variant.name(), percent)).at(percent / 100.0);
    }

    /** The name of a server in the mix. */
    public static String mixName(String variant, int percent) {
        return variant + ", " + percent + " %";
    }

    private Figures shortAndLong(ServerUnderTest server, Bench bench) throws IOException, InterruptedException {
        double capacity = bench.oncePerRound("mix", () -> {
            ServerUnderTest other = bench.server(running("single-acceptor").named("capacity"));
            bench.warmUpFully(other, mixOn(other).withConnections(FEW_CONNECTIONS));
            // As warm as the servers that get a part of it, and for as long: a rate found too low would be less than
            // that part.
            LoadSpec full = mixOn(other).withConnections(CONNECTIONS);
            bench.settle(other, full);
            double found = bench.loadForLonger(full).rate();
            bench.awaitIdle(other);
            other.pause();
            return found;
        });
        boolean oneThread = server.variant().architecture().equals("single-threaded");
        double rate = capacity * server.variant().parameter() / (oneThread ? extent.processors() : 1);
        // In a closed loop: a cold server would build up a backlog from a rate that is given, and the measurement would
        // begin with it.
        bench.warmUpFully(server, mixOn(server).withConnections(FEW_CONNECTIONS));
        LoadSpec spec = mixOn(server).withConnections(CONNECTIONS).at(new Pace.Open(rate, true));
        bench.settle(server, spec);
        LoadResult result = bench.loadForLonger(spec);
        Figures figures = Figures.none()
                .with("offered", rate)
                .with("rate", result.rate())
                .with("lag.p99", result.lag().getValueAtPercentile(99) / 1e6)
                .with("unanswered", (double) result.unanswered());
        result.latencies().forEach(figures::withLatencies);
        return figures;
    }

    private static LoadSpec mixOn(ServerUnderTest server) {
        return server.load(kind("short", "/spin?us=10", 99), kind("long", "/spin?us=5000", 1));
    }

    Scenario pipelined() {
        return new Scenario(
                "pipelined",
                "Eight slow requests on one connection",
                "One connection, closed loop, 8 requests at once that sleep for 20 ms each; latency of the whole batch.",
                extent.some(
                        List.of(running("single-acceptor"), running("message-balanced")),
                        List.of(running("single-threaded"))),
                (server, bench) -> {
                    Observed seen = bench.observe(
                            server,
                            server.load(kind("batch", "/sleep?ms=20", 1)).pipelined(8));
                    return Figures.none()
                            .with("rate", seen.load().rate())
                            .withLatencies("batch", seen.load().allLatencies());
                },
                1);
    }
}
