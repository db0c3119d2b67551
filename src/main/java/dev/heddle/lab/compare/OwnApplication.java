package dev.heddle.lab.compare;

import dev.heddle.lab.compare.Bench.Observed;
import dev.heddle.lab.load.LoadResult;
import dev.heddle.lab.load.LoadSpec;
import dev.heddle.lab.load.Pace;
import dev.heddle.lab.load.RequestKind;
import java.io.IOException;
import java.util.List;

/** What is compared with someone's own application: how much each architecture can do, and what the same load takes in each. Stateless. */
public final class OwnApplication {
    /** The name of the scenario of the closed loop. */
    public static final String CAPACITY = "app-capacity";

    /** The name of the scenario of the open loop. */
    public static final String LOAD = "app-load";

    private static final int CONNECTIONS = 64;

    private OwnApplication() {}

    /**
     * Both scenarios.
     *
     * @param requests what its clients ask for
     */
    public static List<Scenario> scenarios(List<RequestKind> requests) {
        RequestKind[] kinds = requests.toArray(RequestKind[]::new);
        List<Variant> all =
                Scenarios.ARCHITECTURES.stream().map(Variant::running).toList();
        return List.of(
                new Scenario(
                        CAPACITY,
                        "How much the application can do",
                        CONNECTIONS + " connections, closed loop.",
                        all,
                        (server, bench) -> capacity(server, bench, kinds),
                        1),
                new Scenario(
                        LOAD,
                        "The same load on each",
                        CONNECTIONS + " connections, open loop, at 70 % of what single-acceptor can do.",
                        all,
                        (server, bench) -> load(server, bench, kinds),
                        3.5));
    }

    private static Figures capacity(ServerUnderTest server, Bench bench, RequestKind... kinds)
            throws IOException, InterruptedException {
        Observed seen = bench.observe(server, server.load(kinds).withConnections(CONNECTIONS));
        return Figures.none()
                .with("rate", seen.load().rate())
                .with("failures", (double) seen.load().failures())
                .with("processors", seen.processors())
                .withLatencies("all", seen.load().allLatencies());
    }

    private static Figures load(ServerUnderTest server, Bench bench, RequestKind... kinds)
            throws IOException, InterruptedException {
        double capacity = bench.oncePerRound(LOAD, () -> {
            ServerUnderTest other =
                    bench.server(Variant.running("single-acceptor").named("capacity"));
            LoadSpec full = other.load(kinds).withConnections(CONNECTIONS);
            bench.warmUpFully(other, full);
            bench.settle(other, full);
            double found = bench.loadForLonger(full).rate();
            bench.awaitIdle(other);
            other.pause();
            return found;
        });
        LoadSpec closed = server.load(kinds).withConnections(CONNECTIONS);
        bench.warmUpFully(server, closed);
        LoadSpec spec = closed.at(new Pace.Open(0.7 * capacity, true));
        bench.settle(server, spec);
        LoadResult result = bench.loadForLonger(spec);
        Figures figures = Figures.none()
                .with("offered", 0.7 * capacity)
                .with("rate", result.rate())
                .with("failures", (double) result.failures())
                .with("failed", result.failures() / (double) (result.failures() + result.answered()))
                .withLatencies("all", result.allLatencies());
        if (kinds.length > 1) {
            result.latencies().forEach(figures::withLatencies);
        }
        return figures;
    }
}
