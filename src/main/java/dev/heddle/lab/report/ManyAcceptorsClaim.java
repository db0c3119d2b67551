package dev.heddle.lab.report;

import static dev.heddle.lab.compare.AcceptScenarios.ACCEPT_WORK_MICROS;
import static dev.heddle.lab.compare.AcceptScenarios.acceptorsName;
import static dev.heddle.lab.report.Evidence.say;
import static dev.heddle.lab.report.Finding.confirmedIf;
import static dev.heddle.lab.report.Finding.hidden;

import java.util.List;

/** The fourth claim: what several acceptors on one socket give and cost. Stateless. */
final class ManyAcceptorsClaim {
    private static final String MA = "multi-acceptor";

    private ManyAcceptorsClaim() {}

    static Claim judge(Evidence all) {
        return new Claim(
                4,
                "many acceptors on one socket",
                "Accepting is dispersed, and each acceptor has its own connections; but they compete for the one socket, and the load is"
                        + " uneven.",
                List.of("acceptors", "zipf-few", "hash"),
                List.of(
                        all.judge("accepting is dispersed", ManyAcceptorsClaim::acceptingIsDispersed),
                        all.judge("each has its own connections", ManyAcceptorsClaim::ownConnections),
                        all.judge("they compete for the one socket", ManyAcceptorsClaim::competition),
                        all.judge("the load is uneven", ManyAcceptorsClaim::unevenAcceptors)));
    }

    private static Finding acceptingIsDispersed(Evidence all) {
        int cores = all.processors();
        if (cores == 1) {
            return hidden("Several acceptors need several processors.");
        }
        double one = all.of("acceptors", acceptorsName(MA, 1, ACCEPT_WORK_MICROS), "rate");
        double many = all.of("acceptors", acceptorsName(MA, cores, ACCEPT_WORK_MICROS), "rate");
        return confirmedIf(
                many >= 1.2 * one,
                many <= 1.05 * one,
                say(
                        "When each connection takes its acceptor %d µs, one acceptor took %.0f connections/s and %d took %.0f.",
                        ACCEPT_WORK_MICROS, one, cores, many));
    }

    private static Finding ownConnections(Evidence all) {
        List<Double> each = all.shares("acceptors", acceptorsName(MA, 8, 0), "acceptors");
        if (each.isEmpty()) {
            throw new Evidence.Missing("acceptors of " + acceptorsName(MA, 8, 0));
        }
        double jain = all.of("acceptors", acceptorsName(MA, 8, 0), "acceptors.jain");
        long serving = each.stream().filter(count -> count > 0).count();
        return confirmedIf(
                        serving == each.size(),
                        serving <= 1,
                        say(
                                "%d of %d acceptors served connections of their own; behind a fair gate their number is even: Jain's index"
                                        + " was %.2f.",
                                serving, each.size(), jain))
                .firmIf(true);
    }

    private static Finding competition(Evidence all) {
        double alone = all.of("acceptors", acceptorsName(MA, 1, 0), "gateWaitMicros");
        double eight = all.of("acceptors", acceptorsName(MA, 8, 0), "gateWaitMicros");
        double one = all.of("acceptors", acceptorsName(MA, 1, 0), "rate");
        double rate = all.of("acceptors", acceptorsName(MA, 8, 0), "rate");
        return confirmedIf(
                eight >= 20 && eight >= 5 * alone && rate <= 1.25 * one,
                eight <= 1.1 * alone || rate >= 2 * one,
                say(
                        "Before each accept an acceptor waited %.1f µs for the others when there were 8, and %.1f µs when it was alone; 8 took"
                                + " %.0f connections/s, one %.0f.",
                        eight, alone, rate, one));
    }

    private static Finding unevenAcceptors(Evidence all) {
        double jain = all.of("zipf-few", MA, "messages.jain");
        double equal = all.of("hash", MA, "acceptors.jain");
        return confirmedIf(
                jain < 0.9,
                jain >= 0.97,
                say(
                        "With unequal rates the two workers' messages had Jain's index %.2f: a connection stays with the acceptor that took"
                                + " it. The number of connections is even (%.2f), which does not help.",
                        jain, equal));
    }
}
