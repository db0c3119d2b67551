package dev.heddle.lab.compare;

import static dev.heddle.lab.compare.Variant.running;

import dev.heddle.lab.compare.Bench.Observed;
import dev.heddle.lab.load.Load;
import dev.heddle.lab.load.LoadResult;
import dev.heddle.lab.load.LoadSpec;
import dev.heddle.lab.load.Pace;
import dev.heddle.lab.load.RequestKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The catalogue of what is compared. Each scenario isolates what one sentence about the architectures says; the names are those of
 * {@code heddle compare --scenario}.
 */
public final class Scenarios {
    /** The five, in the order of the pages about them. */
    public static final List<String> ARCHITECTURES =
            List.of("single-threaded", "single-acceptor", "multi-acceptor", "message-balanced", "socket-sharded");

    /** Of which each connection belongs to one worker, with a worker to be seen. */
    private static final List<String> WITH_WORKERS = ARCHITECTURES.subList(1, ARCHITECTURES.size());

    static final int SPIN_MILLIS = 200;
    private static final int STORM = 1000;

    /** A connection's share of the requests falls with this power of its rank: the first of 16 sends three quarters of all. */
    private static final double STEEP = 2.5;

    private final int processors;
    private final boolean quick;

    private Scenarios(int processors, boolean quick) {
        this.processors = processors;
        this.quick = quick;
    }

    /**
     * All scenarios.
     *
     * @param processors of this machine
     * @param quick whether servers are left out that no sentence needs
     */
    public static List<Scenario> all(int processors, boolean quick) {
        Scenarios catalogue = new Scenarios(processors, quick);
        return List.of(
                catalogue.slow(),
                catalogue.cores(),
                catalogue.storm(),
                catalogue.acceptors(),
                catalogue.hash(),
                catalogue.zipf("zipf-few", 16, STEEP),
                catalogue.zipf("zipf-many", 256, 1),
                catalogue.mix(),
                catalogue.pipelined(),
                catalogue.dispatcher(),
                catalogue.waiting(),
                catalogue.schedulers(),
                catalogue.rates());
    }

    private static RequestKind kind(String name, String target, int weight) {
        return new RequestKind(name, target, weight);
    }

    /** Those that a first look needs, or all. */
    private List<Variant> some(List<Variant> needed, List<Variant> others) {
        List<Variant> chosen = new ArrayList<>(needed);
        if (!quick) {
            chosen.addAll(others);
        }
        return chosen;
    }

    // ---- one slow handler

    private Scenario slow() {
        return new Scenario(
                "slow",
                "One slow handler among fast ones",
                "200 quick requests a second on 8 connections, and beside them one client that has the server compute for "
                        + SPIN_MILLIS + " ms, twice a second.",
                ARCHITECTURES.stream().map(Variant::running).toList(),
                Scenarios::besideASlowOne,
                1.5);
    }

    private static Figures besideASlowOne(ServerUnderTest server, Bench bench)
            throws IOException, InterruptedException {
        LoadSpec fast =
                server.load(kind("fast", "/plaintext", 1)).withConnections(8).at(new Pace.Open(200, false));
        bench.warmUp(fast);
        Thread slow = Thread.ofPlatform().daemon().name("heddle-slow-requests").start(() -> askSlowly(server));
        try {
            LoadResult result = Load.run(
                    fast.lasting(Duration.ofMillis(100), bench.timing().window().plusMillis(800)), Load.Progress.NONE);
            return Figures.none().withLatencies("fast", result.allLatencies());
        } finally {
            slow.interrupt();
        }
    }

    private static void askSlowly(ServerUnderTest server) {
        try {
            while (true) {
                Ask.get(server.address(), "/spin?us=" + SPIN_MILLIS * 1000);
                Thread.sleep(500 - SPIN_MILLIS);
            }
        } catch (InterruptedException | IOException e) {
            // The measurement is over.
        }
    }

    // ---- cores

    private Scenario cores() {
        List<Variant> needed = new ArrayList<>(List.of(running("single-threaded")));
        needed.add(carriers(1));
        if (processors > 1) {
            needed.add(carriers(processors));
        }
        needed.add(carriers(2 * processors));
        List<Variant> others = new ArrayList<>();
        for (int count = 2; count < processors; count *= 2) {
            others.add(carriers(count));
        }
        others.add(carriers(4 * processors));
        others.addAll(List.of(running("multi-acceptor"), running("message-balanced"), running("socket-sharded")));
        return new Scenario(
                "cores",
                "Computing handlers on more and more carriers",
                "16 connections, closed loop, each request computes for 500 µs.",
                some(needed, others),
                (server, bench) -> {
                    Observed seen = bench.observe(
                            server,
                            server.load(kind("computing", "/spin?us=500", 1)).withConnections(16));
                    return Figures.none()
                            .with("rate", seen.load().rate())
                            .with("processors", seen.processors())
                            .withLatencies("computing", seen.load().allLatencies());
                },
                1);
    }

    private static Variant carriers(int count) {
        return running("single-acceptor", "--carriers", Integer.toString(count)).named(carrierName(count));
    }

    /** The name of the server with that many carriers. */
    public static String carrierName(int count) {
        return "single-acceptor, " + count + (count == 1 ? " carrier" : " carriers");
    }

    // ---- accepting

    private Scenario storm() {
        List<Variant> needed = List.of(
                storm("single-acceptor", 4096, 0),
                storm("single-acceptor", 50, 0),
                storm("single-acceptor", 4096, 200),
                storm("multi-acceptor", 4096, 200),
                storm("socket-sharded", 4096, 200));
        List<Variant> others = List.of(
                storm("single-acceptor", 50, 50),
                storm("single-acceptor", 50, 200),
                storm("single-acceptor", 4096, 50),
                storm("multi-acceptor", 4096, 0),
                storm("socket-sharded", 4096, 0),
                storm("message-balanced", 4096, 200),
                storm("single-threaded", 4096, 0));
        return new Scenario(
                "storm",
                STORM + " clients connect at once",
                STORM
                        + " connects at the same moment, one request on each; latency from that moment to the response. Backlog and the"
                        + " processor time that an acceptor uses for each connection vary.",
                some(needed, others),
                Scenarios::connectAtOnce,
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
        bench.warmUp(calm);
        LoadResult result = Load.run(
                calm.withConnections(STORM).at(new Pace.AtOnce(STORM)).lasting(Duration.ZERO, Duration.ofSeconds(5)),
                Load.Progress.NONE);
        return Figures.none()
                .withLatencies("connect", result.connects())
                .withLatencies("first", result.allLatencies())
                .with("unanswered", (double) (result.unanswered() + result.failures()));
    }

    private Scenario acceptors() {
        List<Variant> needed = List.of(
                acceptors("multi-acceptor", 1, 0),
                acceptors("multi-acceptor", 8, 0),
                acceptors("socket-sharded", 8, 0),
                acceptors("multi-acceptor", 1, 200),
                acceptors("multi-acceptor", Math.max(2, processors), 200));
        List<Variant> others = List.of(
                acceptors("multi-acceptor", 2, 0),
                acceptors("multi-acceptor", 4, 0),
                acceptors("socket-sharded", 1, 0),
                acceptors("socket-sharded", 2, 0),
                acceptors("socket-sharded", 4, 0),
                acceptors("socket-sharded", Math.max(2, processors), 200));
        return new Scenario(
                "acceptors",
                "Acceptors on one socket and on a socket each",
                "64 clients, closed loop, a new connection for each request.",
                some(needed, others),
                Scenarios::acceptAlways,
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

    private Scenario hash() {
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
                        Load.run(
                                server.load(kind("one", "/plaintext", 1))
                                        .withConnections(32)
                                        .withNewConnections()
                                        .at(new Pace.AtOnce(32)),
                                Load.Progress.NONE);
                        last = Stats.since(
                                before.requestsPerAcceptor(), server.stats().requestsPerAcceptor());
                        sum += Jain.index(last);
                    }
                    return Figures.none().withShares("acceptors", last).with("acceptors.jain", sum / times);
                },
                0.5);
    }

    // ---- who has how much work

    private Scenario zipf(String name, int connections, double exponent) {
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
                few || !quick ? all : List.of(all.getFirst(), all.get(2)),
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
        bench.warmUp(spec);
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

    // ---- short and long requests

    private Scenario mix() {
        List<Variant> needed = List.of(
                running("single-acceptor").at(0.7),
                lanes("one", "one lane"),
                lanes("long", "lanes"),
                lanes("inline", "lanes and inline"));
        List<Variant> others = new ArrayList<>(List.of(
                running("single-threaded").at(0.7),
                running("multi-acceptor").at(0.7),
                running("socket-sharded").at(0.7)));
        if (!quick) {
            for (String flag : List.of("one", "long")) {
                others.add(running("message-balanced", "--lanes", flag, "--scheduler", "own")
                        .named("message-balanced, " + (flag.equals("one") ? "one lane" : "lanes") + ", own carriers")
                        .at(0.7));
            }
        }
        List<Variant> both = new ArrayList<>();
        for (Variant variant : some(needed, others)) {
            if (!quick) {
                both.add(variant.named(mixName(variant.name(), 50)).at(0.5));
            }
            both.add(variant.named(mixName(variant.name(), 70)));
        }
        if (quick) {
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
                return Load.run(full.lasting(Duration.ofMillis(500), Duration.ofMillis(1500)), Load.Progress.NONE)
                        .rate();
            }
        });
        boolean oneThread = server.variant().architecture().equals("single-threaded");
        double rate = capacity * server.variant().parameter() / (oneThread ? processors : 1);
        LoadSpec spec = mixOn(server).withConnections(512).at(new Pace.Open(rate, true));
        bench.warmUp(spec);
        LoadResult result = Load.run(
                spec.lasting(Duration.ofMillis(300), bench.timing().window().multipliedBy(2)), Load.Progress.NONE);
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

    private Scenario pipelined() {
        return new Scenario(
                "pipelined",
                "Eight slow requests on one connection",
                "One connection, closed loop, 8 requests at once that sleep for 20 ms each; latency of the whole batch.",
                some(
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

    // ---- the dispatcher

    private Scenario dispatcher() {
        List<Variant> needed = new ArrayList<>(List.of(dispatchers(1, 0), dispatchers(1, 100)));
        needed.add(dispatchers(Math.max(2, processors), 100));
        List<Variant> others = new ArrayList<>();
        for (int cost : List.of(0, 5, 20)) {
            if (cost > 0) {
                others.add(dispatchers(1, cost));
            }
            others.add(dispatchers(Math.max(2, processors), cost));
        }
        others.add(running("single-acceptor", "--parse-cost", "100").named("single-acceptor, parse cost 100 µs"));
        return new Scenario(
                "dispatcher",
                "The dispatcher's ceiling",
                "64 connections, closed loop, the smallest request; the processor time that reading a request takes in addition varies.",
                some(needed, others),
                (server, bench) -> {
                    Observed seen = bench.observe(
                            server,
                            server.load(kind("request", "/plaintext", 1)).withConnections(64));
                    List<Double> busy = Stats.since(
                            seen.before().dispatcherBusyMillis(), seen.after().dispatcherBusyMillis());
                    double between = seen.after().uptimeMillis() - seen.before().uptimeMillis();
                    return Figures.none()
                            .with("rate", seen.load().rate())
                            .with("processors", seen.processors())
                            .with(
                                    "utilization",
                                    busy.stream()
                                            .mapToDouble(millis -> millis / between)
                                            .average()
                                            .orElse(0))
                            .withLatencies("request", seen.load().allLatencies());
                },
                1);
    }

    /** The name of a server with that many dispatchers. */
    public static String dispatchersName(int count, int cost) {
        return count + (count == 1 ? " dispatcher" : " dispatchers") + ", parse cost " + cost + " µs";
    }

    private static Variant dispatchers(int count, int cost) {
        return running(
                        "message-balanced",
                        "--dispatchers",
                        Integer.toString(count),
                        "--parse-cost",
                        Integer.toString(cost))
                .named(dispatchersName(count, cost));
    }

    // ---- what virtual threads hide

    private Scenario waiting() {
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
                some(needed, others),
                (server, bench) -> {
                    Duration each = bench.timing().window();
                    LoadResult sleeping = Load.run(
                            server.load(kind("sleeping", "/sleep?ms=10", 1))
                                    .withConnections(64)
                                    .lasting(bench.timing().warmUp(), each),
                            Load.Progress.NONE);
                    LoadResult computing = Load.run(
                            server.load(kind("computing", "/spin?us=10000", 1))
                                    .withConnections(64)
                                    .lasting(Duration.ofMillis(200), each),
                            Load.Progress.NONE);
                    return Figures.none()
                            .with("sleeping.rate", sleeping.rate())
                            .with("computing.rate", computing.rate())
                            .withLatencies("sleeping", sleeping.allLatencies())
                            .withLatencies("computing", computing.allLatencies());
                },
                1.8);
    }

    private Scenario schedulers() {
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
                some(needed, others),
                Scenarios::smallRequests,
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

    private Scenario rates() {
        return new Scenario(
                "rates",
                "Small requests and new connections",
                "64 connections, closed loop, the smallest request; then a new connection for each.",
                ARCHITECTURES.stream().map(Variant::running).toList(),
                (server, bench) -> {
                    Figures figures = smallRequests(server, bench);
                    LoadResult connections = Load.run(
                            server.load(kind("connection", "/plaintext", 1))
                                    .withConnections(64)
                                    .withNewConnections()
                                    .lasting(
                                            bench.timing().warmUp(),
                                            bench.timing().window()),
                            Load.Progress.NONE);
                    return figures.with("connections", connections.rate())
                            .withLatencies("connection", connections.allLatencies());
                },
                1.8);
    }
}
