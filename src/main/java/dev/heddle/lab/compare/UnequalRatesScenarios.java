package dev.heddle.lab.compare;

import static dev.heddle.lab.compare.Scenarios.ARCHITECTURES;
import static dev.heddle.lab.compare.Scenarios.kind;
import static dev.heddle.lab.compare.Variant.running;

import dev.heddle.lab.compare.Bench.Observed;
import dev.heddle.lab.load.LoadSpec;
import dev.heddle.lab.load.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** How the work of connections with unequal rates is shared among workers. */
final class UnequalRatesScenarios {
    /** Of which each connection belongs to one worker, with a worker to be seen. */
    private static final List<String> WITH_WORKERS = ARCHITECTURES.subList(1, ARCHITECTURES.size());

    private final Extent extent;

    UnequalRatesScenarios(Extent extent) {
        this.extent = extent;
    }

    Scenario zipf(String name, int connections, double exponent) {
        List<Variant> all = WITH_WORKERS.stream()
                .map(architecture -> running(architecture, "--carriers", "2", "--scheduler", "own"))
                .toList();
        boolean few = name.equals("zipf-few");
        return new Scenario(
                name,
                (few ? "Few" : "Many") + " connections with unequal rates on two workers",
                connections + " connections, the n-th with a share of 1/n^" + exponent
                        + " of the requests, which compute for 900 µs; open loop, up to 16 unanswered on each, 1.6 workers' worth of work. "
                        + "Workers are the server's own carriers, two on any machine.",
                few || !extent.quick() ? all : List.of(all.getFirst(), all.get(2)),
                (server, bench) -> unequalRates(server, bench, connections, exponent),
                1);
    }

    private static Figures unequalRates(ServerUnderTest server, Bench bench, int connections, double exponent)
            throws IOException, InterruptedException {
        LoadSpec spec = server.load(kind("request", "/spin?us=900", 1))
                .withConnections(connections)
                .at(new Pace.Open(1.6 / 920e-6, true))
                .withZipf(exponent)
                .pipelined(16);
        // One load for both, as each would bring connections of its own.
        bench.warmUp(server, spec);
        // The workers' connections are looked at while there are some.
        ServerSnapshot during = new ServerSnapshot(server);
        Thread looking = Thread.ofPlatform()
                .daemon()
                .name("heddle-snapshot")
                .start(() -> during.take(bench.timing().window().toMillis() / 2));
        Observed seen = bench.observeWarm(
                server, spec.lasting(Duration.ZERO, bench.timing().window()));
        looking.join();
        return Figures.none()
                .withLatencies("request", seen.load().allLatencies())
                .withShares(
                        "messages",
                        Stats.since(seen.before().workerMessages(), seen.after().workerMessages()))
                .withShares(
                        "busy",
                        Stats.since(
                                        seen.before().workerBusyMillis(),
                                        seen.after().workerBusyMillis())
                                .stream()
                                .map(millis -> millis / (seen.seconds() * 1e3))
                                .toList())
                .withShares("connections", during.connections());
    }
}
