package dev.heddle.lab.report;

import static dev.heddle.lab.compare.MixScenarios.mixName;
import static dev.heddle.lab.compare.Scenarios.ARCHITECTURES;

import dev.heddle.lab.compare.Results;
import java.util.ArrayList;
import java.util.List;

/** Which pictures the report has: those of each claim, and those that compare the five at a glance. Stateless. */
final class Pictures {
    private static final List<String> LANES = List.of(
            mixName("single-acceptor", 70),
            mixName("message-balanced, one lane", 70),
            mixName("message-balanced, lanes", 70),
            mixName("message-balanced, lanes and inline", 70));

    private Pictures() {}

    /** A small picture for each question, with the five architectures in the same order and colours. */
    static List<Chart> atAGlance(Results results) {
        Charts charts = new Charts(results);
        List<String> mixed = results.variants("mix").contains(mixName("single-threaded", 70))
                ? List.of(
                        mixName("single-threaded", 70),
                        mixName("single-acceptor", 70),
                        mixName("multi-acceptor", 70),
                        mixName("message-balanced, lanes", 70),
                        mixName("socket-sharded", 70))
                : List.of();
        return Charts.of(
                charts.bars(
                        "glance-rate",
                        "Small requests: more is better",
                        "rates",
                        ARCHITECTURES,
                        "rate",
                        "per second",
                        false),
                charts.bars(
                        "glance-connections",
                        "New connections: more is better",
                        "rates",
                        ARCHITECTURES,
                        "connections",
                        "per second",
                        false),
                charts.bars(
                        "glance-cost",
                        "Processor time of a small request: less is better",
                        "rates",
                        ARCHITECTURES,
                        "serverMicros",
                        "µs",
                        false),
                charts.bars(
                        "glance-slow",
                        "Fast requests beside a slow handler, p99: less is better",
                        "slow",
                        ARCHITECTURES,
                        "fast.p99",
                        "ms",
                        true),
                charts.bars(
                        "glance-mix",
                        "Short requests among long ones, p99: less is better",
                        "mix",
                        mixed,
                        "short.p99",
                        "ms",
                        true),
                charts.bars(
                        "glance-even",
                        "Even load under unequal rates, Jain's index: 1 is best",
                        "zipf-few",
                        ARCHITECTURES,
                        "messages.jain",
                        "Jain's index",
                        false));
    }

    /** The pictures of a claim, measured and then simulated. */
    static List<Chart> of(int claim, Results results, Simulation simulation) {
        Charts charts = new Charts(results);
        List<Chart> pictures = new ArrayList<>(
                switch (claim) {
                    case 1 ->
                        Charts.of(
                                charts.curves(
                                        "slow", "Fast requests beside a slow handler", "slow", ARCHITECTURES, "fast"),
                                charts.bars(
                                        "cores-busy",
                                        "Processors that computing handlers kept busy",
                                        "cores",
                                        "processors",
                                        "processors",
                                        false));
                    case 2 ->
                        Charts.of(
                                charts.bars("cores-rate", "Computing requests", "cores", "rate", "per second", false),
                                charts.shares(
                                        "connections",
                                        "Connections of each worker",
                                        "zipf-few",
                                        "connections",
                                        "connections"));
                    case 3 ->
                        Charts.of(
                                charts.bars(
                                        "storm",
                                        "1000 connects at once: until the last hundredth had its response",
                                        "storm",
                                        "first.p99",
                                        "ms",
                                        true),
                                charts.shares(
                                        "busy-few",
                                        "Busy time of each worker, 16 connections with unequal rates",
                                        "zipf-few",
                                        "busy",
                                        "fraction of the time"),
                                charts.shares(
                                        "busy-many",
                                        "Busy time of each worker, 256 connections",
                                        "zipf-many",
                                        "busy",
                                        "fraction of the time"));
                    case 4 ->
                        Charts.of(
                                charts.bars("accepting", "New connections", "acceptors", "rate", "per second", false),
                                charts.bars(
                                        "gate",
                                        "Wait for the other acceptors before each accept",
                                        "acceptors",
                                        "gateWaitMicros",
                                        "µs",
                                        false),
                                charts.shares(
                                        "messages-few",
                                        "Messages of each worker, 16 connections with unequal rates",
                                        "zipf-few",
                                        "messages",
                                        "messages"));
                    case 5 ->
                        Charts.of(
                                charts.curves(
                                        "mix-short", "Short requests in the mix, 70 % load", "mix", LANES, "short"),
                                charts.curves("mix-long", "Long requests in the mix, 70 % load", "mix", LANES, "long"),
                                charts.bars(
                                        "dispatchers",
                                        "Through the dispatcher",
                                        "dispatcher",
                                        "rate",
                                        "per second",
                                        false),
                                charts.bars(
                                        "dispatcher-busy",
                                        "How busy the dispatcher was",
                                        "dispatcher",
                                        "utilization",
                                        "fraction of the time",
                                        false),
                                charts.bars(
                                        "pipelined",
                                        "Eight slow requests on one connection",
                                        "pipelined",
                                        "batch.p50",
                                        "ms",
                                        false));
                    default ->
                        Charts.of(
                                charts.shares(
                                        "hash", "32 connections over 8 acceptors", "hash", "acceptors", "connections"),
                                charts.bars(
                                        "sleeping",
                                        "Handlers that sleep for 10 ms",
                                        "waiting",
                                        "sleeping.rate",
                                        "per second",
                                        true),
                                charts.bars(
                                        "computing",
                                        "Handlers that compute for 10 ms",
                                        "waiting",
                                        "computing.rate",
                                        "per second",
                                        true),
                                charts.bars(
                                        "schedulers",
                                        "Processor time of a small request",
                                        "schedulers",
                                        "serverMicros",
                                        "µs",
                                        false));
                });
        for (String experiment : simulatedFor(claim)) {
            simulation
                    .of(experiment)
                    .flatMap(found -> Charts.simulated("simulated-" + experiment, found))
                    .ifPresent(pictures::add);
        }
        return pictures;
    }

    /** The experiments of the simulation that a claim is about. */
    private static List<String> simulatedFor(int claim) {
        return switch (claim) {
            case 2 -> List.of("keep-alive");
            case 3 -> List.of("zipf");
            case 4 -> List.of("new-connections");
            case 5 -> List.of("large-heads", "mix");
            default -> List.of();
        };
    }
}
