package dev.heddle.lab.compare;

import static dev.heddle.lab.compare.Scenarios.kind;
import static dev.heddle.lab.compare.Variant.running;

import dev.heddle.lab.compare.Bench.Observed;
import dev.heddle.lab.load.LoadResult;
import dev.heddle.lab.load.LoadSpec;
import dev.heddle.lab.load.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What short requests pay for long ones, of others and of their own connection. */
public final class MixScenarios {
    private final Extent extent;

    MixScenarios(Extent extent) {
        this.extent = extent;
    }

    Scenario mix() {
        List<Variant> needed = List.of(
                running("single-acceptor").at(0.7),
                lanes("one", "one lane"),
                lanes("long", "lanes"),
                lanes("inline", "lanes and inline"));
        List<Variant> others = new ArrayList<>(List.of(
                running("single-threaded").at(0.7),
                running("multi-acceptor").at(0.7),
                running("socket-sharded").at(0.7)));
        if (!extent.quick()) {
            for (String flag : List.of("one", "long")) {
                others.add(running("message-balanced", "--lanes", flag, "--scheduler", "own")
                        .named("message-balanced, " + (flag.equals("one") ? "one lane" : "lanes") + ", own carriers")
                        .at(0.7));
            }
        }
        List<Variant> both = new ArrayList<>();
        for (Variant variant : extent.some(needed, others)) {
            if (!extent.quick()) {
                both.add(variant.named(mixName(variant.name(), 50)).at(0.5));
            }
            both.add(variant.named(mixName(variant.name(), 70)));
        }
        if (extent.quick()) {
            both.addAll(others.stream()
                    .map(variant -> variant.named(mixName(variant.name(), 70)))
                    .toList());
        }
        return new Scenario(
                "mix",
                "99 % short and 1 % long requests",
                "Open loop, Poisson arrivals over 512 connections: 99 % compute for 10 µs, 1 % for 5 ms. The load is a part of what "
                        + "single-acceptor can do on this machine in a closed loop; single-threaded gets the part for one processor. The lanes are on the JVM's carriers.",
                both,
                this::shortAndLong,
                2);
    }

    /**
     * On the JVM's carriers, which steal: on the server's own a connection is read by its own carrier, and waits where that carrier is in
     * a long message.
     */
    private static Variant lanes(String flag, String name) {
        return running("message-balanced", "--lanes", flag, "--scheduler", "jvm")
                .named("message-balanced, " + name)
                .at(0.7);
    }

    /** The name of a server in the mix. */
    public static String mixName(String variant, int percent) {
        return variant + ", " + percent + " %";
    }

    private Figures shortAndLong(ServerUnderTest server, Bench bench) throws IOException, InterruptedException {
        double capacity = bench.once("mix", () -> {
            try (ServerUnderTest other = ServerUnderTest.start(running("single-acceptor"), List.of())) {
                LoadSpec full = mixOn(other).withConnections(64);
                bench.warmUp(full);
                return bench.load(full.lasting(Duration.ofMillis(500), Duration.ofMillis(1500)))
                        .rate();
            }
        });
        boolean oneThread = server.variant().architecture().equals("single-threaded");
        double rate = capacity * server.variant().parameter() / (oneThread ? extent.processors() : 1);
        LoadSpec spec = mixOn(server).withConnections(512).at(new Pace.Open(rate, true));
        bench.warmUp(spec);
        LoadResult result = bench.load(
                spec.lasting(Duration.ofMillis(300), bench.timing().window().multipliedBy(2)));
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
