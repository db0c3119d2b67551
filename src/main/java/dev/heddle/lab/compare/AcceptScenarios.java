package dev.heddle.lab.compare;

import static dev.heddle.lab.compare.Scenarios.kind;
import static dev.heddle.lab.compare.Variant.running;

import dev.heddle.lab.Jain;
import dev.heddle.lab.compare.Bench.Observed;
import dev.heddle.lab.load.LoadResult;
import dev.heddle.lab.load.LoadSpec;
import dev.heddle.lab.load.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How fast connections are accepted, and by whom. */
public final class AcceptScenarios {
    /** The figure of a storm that tells how many clients had no response. */
    public static final String UNANSWERED = "unanswered";

    /**
     * How long a slow acceptor computes for a connection where claims are judged: far more than the rest of a connection costs client and
     * server. With less, one acceptor and the client saturate two processors, and a second acceptor has no idle one to use.
     */
    public static final int ACCEPT_WORK_MICROS = 1000;

    private static final int STORM = 1000;

    private final Extent extent;

    AcceptScenarios(Extent extent) {
        this.extent = extent;
    }

    Scenario storm() {
        List<Variant> needed = List.of(
                storm("single-acceptor", 4096, 0),
                storm("single-acceptor", 50, 0),
                storm("single-acceptor", 4096, ACCEPT_WORK_MICROS),
                storm("multi-acceptor", 4096, ACCEPT_WORK_MICROS),
                storm("socket-sharded", 4096, ACCEPT_WORK_MICROS));
        List<Variant> others = List.of(
                storm("single-acceptor", 50, 50),
                storm("single-acceptor", 50, 200),
                storm("single-acceptor", 4096, 50),
                storm("single-acceptor", 4096, 200),
                storm("multi-acceptor", 4096, 200),
                storm("socket-sharded", 4096, 200),
                storm("multi-acceptor", 4096, 0),
                storm("socket-sharded", 4096, 0),
                storm("single-threaded", 4096, 0));
        return new Scenario(
                "storm",
                STORM + " clients connect at once",
                STORM
                        + " connects at the same moment, one request on each; latency from that moment to the response, and 10 s for a client"
                        + " whose connection fails. Backlog and the"
                        + " processor time that an acceptor uses for each connection vary.",
                extent.some(needed, others),
                AcceptScenarios::connectAtOnce,
                1.2);
    }

    /** The name of a server in the storm. */
    public static String stormName(String architecture, int backlog, int work) {
        return architecture + ", backlog " + backlog + ", accept work " + work + " µs";
    }

    private static Variant storm(String architecture, int backlog, int work) {
        return running(architecture, "--backlog", Integer.toString(backlog), "--accept-work", Integer.toString(work))
                .named(stormName(architecture, backlog, work));
    }

    private static Figures connectAtOnce(ServerUnderTest server, Bench bench) throws IOException, InterruptedException {
        LoadSpec calm =
                server.load(kind("first", "/plaintext", 1)).withConnections(8).withNewConnections();
        bench.warmUp(server, calm);
        LoadResult result = bench.load(
                calm.withConnections(STORM).at(new Pace.AtOnce(STORM)).lasting(Duration.ZERO, Duration.ofSeconds(5)));
        return ofStorm(result, STORM, calm.timeout());
    }

    /**
     * The figures of a storm. A client that failed counts with the timeout: else the fastest server would be one that drops connections.
     *
     * @param clients how many there were; the latencies are those of the clients that have a response or still waited for one
     */
    static Figures ofStorm(LoadResult result, int clients, Duration timeout) {
        Histogram first = result.allLatencies();
        long failed = Math.max(0, clients - first.getTotalCount());
        first.recordValueWithCount(timeout.toNanos(), failed);
        return Figures.none()
                .withLatencies("connect", result.connects())
                .withLatencies("first", first)
                .with(UNANSWERED, (double) (result.unanswered() + failed));
    }

    Scenario acceptors() {
        List<Variant> needed = List.of(
                acceptors("multi-acceptor", 1, 0),
                acceptors("multi-acceptor", 8, 0),
                acceptors("socket-sharded", 8, 0),
                acceptors("multi-acceptor", 1, ACCEPT_WORK_MICROS),
                acceptors("multi-acceptor", Math.max(2, extent.processors()), ACCEPT_WORK_MICROS));
        List<Variant> others = List.of(
                acceptors("multi-acceptor", 2, 0),
                acceptors("multi-acceptor", 4, 0),
                acceptors("socket-sharded", 1, 0),
                acceptors("socket-sharded", 2, 0),
                acceptors("socket-sharded", 4, 0),
                acceptors("socket-sharded", Math.max(2, extent.processors()), ACCEPT_WORK_MICROS));
        return new Scenario(
                "acceptors",
                "Acceptors on one socket and on a socket each",
                "64 clients, closed loop, a new connection for each request.",
                extent.some(needed, others),
                AcceptScenarios::acceptAlways,
                1);
    }

    /** The name of a server with several acceptors. */
    public static String acceptorsName(String architecture, int count, int work) {
        return architecture + ", " + count + (count == 1 ? " acceptor" : " acceptors")
                + (work == 0 ? "" : ", accept work " + work + " µs");
    }

    private static Variant acceptors(String architecture, int count, int work) {
        return running(architecture, "--acceptors", Integer.toString(count), "--accept-work", Integer.toString(work))
                .named(acceptorsName(architecture, count, work));
    }

    private static Figures acceptAlways(ServerUnderTest server, Bench bench) throws IOException, InterruptedException {
        Observed seen = bench.observe(
                server,
                server.load(kind("connection", "/plaintext", 1))
                        .withConnections(64)
                        .withNewConnections());
        double accepted = seen.after().gateAcquisitions() - seen.before().gateAcquisitions();
        double waited = seen.after().gateWaitMicros() - seen.before().gateWaitMicros();
        return Figures.none()
                .with("rate", seen.load().rate())
                .with("gateWaitMicros", accepted == 0 ? 0 : waited / accepted)
                .withLatencies("connection", seen.load().allLatencies())
                .withShares(
                        "acceptors",
                        Stats.since(
                                seen.before().requestsPerAcceptor(),
                                seen.after().requestsPerAcceptor()));
    }

    Scenario hash() {
        return new Scenario(
                "hash",
                "Few connections on eight acceptors",
                "32 connections, one request on each; how many each of 8 acceptors got. The mean of 8 times.",
                List.of(running("multi-acceptor", "--acceptors", "8"), running("socket-sharded", "--acceptors", "8")),
                (server, bench) -> {
                    double sum = 0;
                    List<Double> last = List.of();
                    int times = 8;
                    for (int i = 0; i < times; i++) {
                        Stats before = server.stats();
                        bench.load(server.load(kind("one", "/plaintext", 1))
                                .withConnections(32)
                                .withNewConnections()
                                .at(new Pace.AtOnce(32)));
                        last = Stats.since(
                                before.requestsPerAcceptor(), server.stats().requestsPerAcceptor());
                        sum += Jain.index(last);
                    }
                    return Figures.none().withShares("acceptors", last).with("acceptors.jain", sum / times);
                },
                0.5);
    }
}
