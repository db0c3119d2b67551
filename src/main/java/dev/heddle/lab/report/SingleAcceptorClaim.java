package dev.heddle.lab.report;

import static dev.heddle.lab.compare.CoresScenario.carrierName;
import static dev.heddle.lab.report.Evidence.counts;
import static dev.heddle.lab.report.Evidence.ms;
import static dev.heddle.lab.report.Evidence.say;
import static dev.heddle.lab.report.Finding.confirmedIf;
import static dev.heddle.lab.report.Finding.hidden;

import java.util.List;

/** The second claim: workers beside a single acceptor use all cores. Stateless. */
final class SingleAcceptorClaim {
    private static final String SA = "single-acceptor";

    private SingleAcceptorClaim() {}

    static Claim judge(Evidence all) {
        return new Claim(
                2,
                "single acceptor, many workers",
                "Workers use all cores; workers sized to the cores do best; several connections share a worker.",
                List.of("cores", "zipf-few"),
                List.of(
                        all.judge("workers use all cores", SingleAcceptorClaim::workersUseAllCores),
                        all.judge("workers sized to the cores do best", SingleAcceptorClaim::sizedToTheCores),
                        all.judge("several connections share a worker", SingleAcceptorClaim::connectionsShareAWorker)));
    }

    private static Finding workersUseAllCores(Evidence all) {
        int cores = all.processors();
        if (cores == 1) {
            return hidden("This machine has one processor.");
        }
        double one = all.of("cores", carrierName(1), "rate");
        double many = all.of("cores", carrierName(cores), "rate");
        double busy = all.of("cores", carrierName(cores), "processors");
        return confirmedIf(
                many >= one * (1 + 0.4 * (cores - 1)) && busy >= 0.7 * cores,
                say(
                        "%.0f requests/s on one carrier, %.0f on %d, %.2f processors busy: %.1f times as many.",
                        one, many, cores, busy, many / one));
    }

    private static Finding sizedToTheCores(Evidence all) {
        int cores = all.processors();
        double fit = all.of("cores", carrierName(cores), "rate");
        double twice = all.of("cores", carrierName(2 * cores), "rate");
        double fitTail = all.of("cores", carrierName(cores), "computing.p99");
        double twiceTail = all.of("cores", carrierName(2 * cores), "computing.p99");
        return confirmedIf(
                twice <= 1.15 * fit,
                say(
                        "Twice as many carriers as processors served %.0f requests/s instead of %.0f, with a p99 of %s instead of %s.",
                        twice, fit, ms(twiceTail), ms(fitTail)));
    }

    private static Finding connectionsShareAWorker(Evidence all) {
        List<Double> connections = all.results().shares("zipf-few", SA, "connections");
        if (connections.isEmpty()) {
            throw new Evidence.Missing("the connections of each worker, zipf-few of " + SA);
        }
        return confirmedIf(
                connections.stream().allMatch(count -> count >= 2),
                "The workers had " + counts(connections) + " connections.");
    }
}
