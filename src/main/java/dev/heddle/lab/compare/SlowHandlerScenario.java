package dev.heddle.lab.compare;

import static dev.heddle.lab.compare.Scenarios.ARCHITECTURES;
import static dev.heddle.lab.compare.Scenarios.kind;

import dev.heddle.lab.load.LoadResult;
import dev.heddle.lab.load.LoadSpec;
import dev.heddle.lab.load.Pace;
import java.io.IOException;
import java.time.Duration;

/** What fast requests pay for one slow handler. */
final class SlowHandlerScenario {
    private static final int SPIN_MILLIS = 200;

    private SlowHandlerScenario() {}

    static Scenario slow() {
        return new Scenario(
                "slow",
                "One slow handler among fast ones",
                "200 quick requests a second on 8 connections, and beside them one client that has the server compute for "
                        + SPIN_MILLIS + " ms, twice a second.",
                ARCHITECTURES.stream().map(Variant::running).toList(),
                SlowHandlerScenario::besideASlowOne,
                1.5);
    }

    private static Figures besideASlowOne(ServerUnderTest server, Bench bench)
            throws IOException, InterruptedException {
        LoadSpec fast =
                server.load(kind("fast", "/plaintext", 1)).withConnections(8).at(new Pace.Open(200, false));
        bench.warmUp(fast);
        Thread slow = Thread.ofPlatform().daemon().name("heddle-slow-requests").start(() -> askSlowly(server));
        try {
            LoadResult result = bench.load(
                    fast.lasting(Duration.ofMillis(100), bench.timing().window().plusMillis(800)));
            return Figures.none().withLatencies("fast", result.allLatencies());
        } finally {
            slow.interrupt();
        }
    }

    private static void askSlowly(ServerUnderTest server) {
        try {
            while (true) {
                HttpGet.body(server.address(), "/spin?us=" + SPIN_MILLIS * 1000);
                Thread.sleep(500 - SPIN_MILLIS);
            }
        } catch (InterruptedException | IOException e) {
            // The measurement is over.
        }
    }
}
