package dev.heddle.lab.simulate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * A question, asked on machines of different sizes.
 *
 * @param name for the command line
 * @param question what it shows
 * @param metric what the table has in its cells
 * @param unit of that
 * @param cell takes it from an outcome
 * @param designs whose answers are compared
 * @param costs what steps cost
 * @param workload for a number of cores
 */
record Experiment(
        String name,
        String question,
        String metric,
        String unit,
        ToDoubleFunction<Outcome> cell,
        List<Design> designs,
        Costs costs,
        IntFunction<Workload> workload) {
    private static final int CONNECTIONS_EACH = 64;
    private static final long NETWORK_NANOS = 50_000;

    /** What larger heads cost in addition, for the framing. */
    private static final long LARGE_HEAD_NANOS = 10_000;

    private static final List<Kind> MIX = List.of(
            Kind.constant("short", 99, Kind.Lane.NORMAL, 10_000), Kind.constant("long", 1, Kind.Lane.LONG, 5_000_000));
    private static final List<Kind> COMPUTING = List.of(Kind.constant("all", 1, Kind.Lane.NORMAL, 50_000));

    Experiment {
        designs = List.copyOf(designs);
    }

    /** All of them, with the costs of a machine. */
    static List<Experiment> all(Costs costs) {
        return List.of(
                rate(
                        "keep-alive",
                        "Small requests on kept connections: who uses more cores?",
                        keptDesigns(),
                        costs,
                        Experiment::kept),
                rate(
                        "large-heads",
                        "The same with heads that take 10 us more to parse: when is the dispatcher the limit?",
                        dispatcherDesigns(),
                        withFrame(costs, costs.frame() + LARGE_HEAD_NANOS),
                        Experiment::kept),
                rate(
                        "new-connections",
                        "A connection for each request: when is accepting the limit?",
                        acceptingDesigns(),
                        costs,
                        Experiment::fresh),
                new Experiment(
                        "mix",
                        "99 % of 10 us and 1 % of 5 ms, 70 % load: how long do short requests wait?",
                        "p99 of short requests",
                        "us",
                        outcome -> outcome.kinds().getFirst().p99Micros(),
                        mixDesigns(),
                        costs,
                        cores -> open(MIX, 0.7, cores, costs, 0)),
                new Experiment(
                        "zipf",
                        "Connections with uneven rates, 50 us of computing, 50 % load: is the load shared?",
                        "p99",
                        "us",
                        outcome -> outcome.all().p99Micros(),
                        keptDesigns(),
                        costs,
                        cores -> open(COMPUTING, 0.5, cores, costs, 1)));
    }

    private static Experiment rate(
            String name, String question, List<Design> designs, Costs costs, IntFunction<Workload> workload) {
        return new Experiment(
                name, question, "replies", "1000/s", outcome -> outcome.rate() / 1e3, designs, costs, workload);
    }

    private static Workload kept(int cores) {
        return closed(cores, new Workload.KeepAlive());
    }

    private static Workload fresh(int cores) {
        return closed(cores, new Workload.NewConnections());
    }

    private static Workload closed(int cores, Workload.Arrivals arrivals) {
        return new Workload(CONNECTIONS_EACH * cores, arrivals, Workload.SMALLEST, 0, 0, NETWORK_NANOS);
    }

    /** Requests at a rate that would use a fraction of the cores if none were wasted. */
    private static Workload open(List<Kind> kinds, double load, int cores, Costs costs, double zipf) {
        SplittableRandom unused = new SplittableRandom(0);
        double weights = kinds.stream().mapToDouble(Kind::weight).sum();
        double nanos = costs.request()
                + kinds.stream()
                        .mapToDouble(kind ->
                                kind.weight() / weights * kind.handlerNanos().applyAsLong(unused))
                        .sum();
        double perSecond = load * cores * 1e9 / nanos;
        return new Workload(CONNECTIONS_EACH * cores, new Workload.Poisson(perSecond), kinds, zipf, 0, NETWORK_NANOS);
    }

    private static Costs withFrame(Costs costs, long nanos) {
        return new Costs(
                costs.accept(),
                costs.start(),
                costs.connection(),
                costs.gate(),
                costs.read(),
                nanos,
                costs.handle(),
                costs.write(),
                costs.dispatch(),
                costs.handOff(),
                costs.resume(),
                costs.round(),
                costs.wake(),
                costs.crossing(),
                costs.clientRequest(),
                costs.clientConnection(),
                costs.clientRound(),
                costs.clientWake(),
                costs.clientCrossing());
    }

    private static List<Design> keptDesigns() {
        return Stream.concat(
                        Design.five().stream(),
                        Stream.of(Design.dispatched("message-balanced, 1 dispatcher", 1, Kind.Lane.values())))
                .toList();
    }

    private static List<Design> dispatcherDesigns() {
        return List.of(
                Design.of(Design.Architecture.SINGLE_ACCEPTOR),
                Design.dispatched("message-balanced, 1 dispatcher", 1, Kind.Lane.values()),
                Design.dispatched("message-balanced, 4 dispatchers", 4, Kind.Lane.values()),
                Design.of(Design.Architecture.MESSAGE_BALANCED));
    }

    private static List<Design> acceptingDesigns() {
        return List.of(
                Design.of(Design.Architecture.SINGLE_THREADED),
                Design.of(Design.Architecture.SINGLE_ACCEPTOR),
                Design.of(Design.Architecture.MULTI_ACCEPTOR),
                Design.of(Design.Architecture.SOCKET_SHARDED));
    }

    private static List<Design> mixDesigns() {
        Design lanes = Design.of(Design.Architecture.MESSAGE_BALANCED);
        Design oneLane = Design.dispatched("message-balanced, one lane", 0, Kind.Lane.NORMAL);
        return List.of(
                Design.of(Design.Architecture.SINGLE_ACCEPTOR),
                Design.of(Design.Architecture.SOCKET_SHARDED),
                oneLane,
                lanes,
                Design.of(Design.Architecture.SINGLE_ACCEPTOR).withStealing("single-acceptor, stealing"),
                oneLane.withStealing("message-balanced, one lane, stealing"),
                lanes.withStealing("message-balanced, stealing"));
    }
}
