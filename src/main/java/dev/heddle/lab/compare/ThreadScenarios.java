package dev.heddle.lab.compare;

import static dev.heddle.lab.compare.Scenarios.ARCHITECTURES;
import static dev.heddle.lab.compare.Scenarios.kind;
import static dev.heddle.lab.compare.Variant.running;

import dev.heddle.lab.compare.Bench.Observed;
import dev.heddle.lab.load.LoadResult;
import dev.heddle.lab.load.LoadSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What virtual threads hide, and whose carriers run them; the rates of all five. */
public final class ThreadScenarios {
    private final Extent extent;

    ThreadScenarios(Extent extent) {
        this.extent = extent;
    }

    Scenario waiting() {
        List<Variant> needed = List.of(running("single-threaded"), running("single-acceptor"));
        List<Variant> others = List.of(
                running("multi-acceptor"),
                running("message-balanced"),
                running("socket-sharded"),
                running("single-acceptor", "--scheduler", "jvm", "--carriers", "64")
                        .named("single-acceptor, 64 platform threads as carriers"));
        return new Scenario(
                "waiting",
                "Handlers that wait and handlers that compute",
                "64 connections, closed loop: requests that sleep for 10 ms, then requests that compute for 10 ms.",
                extent.some(needed, others),
                (server, bench) -> {
                    LoadSpec sleep =
                            server.load(kind("sleeping", "/sleep?ms=10", 1)).withConnections(64);
                    LoadResult sleeping = bench.observe(server, sleep).load();
                    bench.awaitIdle(server);
                    LoadSpec compute =
                            server.load(kind("computing", "/spin?us=10000", 1)).withConnections(64);
                    LoadResult computing = bench.load(compute.lasting(
                            Duration.ofMillis(200), bench.timing().window()));
                    return Figures.none()
                            .with("sleeping.rate", sleeping.rate())
                            .with("computing.rate", computing.rate())
                            .withLatencies("sleeping", sleeping.allLatencies())
                            .withLatencies("computing", computing.allLatencies());
                },
                1.8);
    }

    Scenario schedulers() {
        List<Variant> needed = List.of(scheduled("single-acceptor", "own"), scheduled("single-acceptor", "jvm"));
        List<Variant> others = List.of(
                scheduled("multi-acceptor", "own"),
                scheduled("multi-acceptor", "jvm"),
                scheduled("message-balanced", "own"),
                scheduled("message-balanced", "jvm"),
                scheduled("socket-sharded", "own"),
                scheduled("socket-sharded", "jvm"));
        return new Scenario(
                "schedulers",
                "The JVM's carriers and the server's own",
                "64 connections, closed loop, the smallest request.",
                extent.some(needed, others),
                ThreadScenarios::smallRequests,
                1);
    }

    /** The name of a server on one of the schedulers. */
    public static String schedulerName(String architecture, String scheduler) {
        return architecture + ", " + (scheduler.equals("own") ? "own" : "the JVM's") + " carriers";
    }

    private static Variant scheduled(String architecture, String scheduler) {
        return running(architecture, "--scheduler", scheduler).named(schedulerName(architecture, scheduler));
    }

    private static Figures smallRequests(ServerUnderTest server, Bench bench) throws IOException, InterruptedException {
        Observed seen = bench.observe(
                server, server.load(kind("request", "/plaintext", 1)).withConnections(64));
        return Figures.none()
                .with("rate", seen.load().rate())
                .with(
                        "serverMicros",
                        seen.serverSeconds() * 1e6 / Math.max(1, seen.load().answered()))
                .withLatencies("request", seen.load().allLatencies());
    }

    Scenario rates() {
        return new Scenario(
                "rates",
                "Small requests and new connections",
                "64 connections, closed loop, the smallest request; then a new connection for each.",
                ARCHITECTURES.stream().map(Variant::running).toList(),
                (server, bench) -> {
                    Figures figures = smallRequests(server, bench);
                    bench.awaitIdle(server);
                    LoadSpec fresh = server.load(kind("connection", "/plaintext", 1))
                            .withConnections(64)
                            .withNewConnections();
                    LoadResult connections = bench.observe(server, fresh).load();
                    return figures.with("connections", connections.rate())
                            .withLatencies("connection", connections.allLatencies());
                },
                1.8);
    }
}
