package dev.heddle.lab.report;

import static dev.heddle.lab.compare.AcceptScenarios.ACCEPT_WORK_MICROS;
import static dev.heddle.lab.compare.AcceptScenarios.UNANSWERED;
import static dev.heddle.lab.compare.AcceptScenarios.stormName;
import static dev.heddle.lab.report.Evidence.counts;
import static dev.heddle.lab.report.Evidence.ms;
import static dev.heddle.lab.report.Evidence.percents;
import static dev.heddle.lab.report.Evidence.say;
import static dev.heddle.lab.report.Finding.confirmedIf;
import static dev.heddle.lab.report.Finding.hidden;
import static dev.heddle.lab.report.Finding.mendedIf;

import java.util.List;
import java.util.stream.Stream;

/** The third claim: what limits a single acceptor. Stateless. */
final class AcceptorLimitsClaim {
    private static final String SA = "single-acceptor";
    private static final String MA = "multi-acceptor";
    private static final String SS = "socket-sharded";

    private AcceptorLimitsClaim() {}

    static Claim judge(Evidence all) {
        return new Claim(
                3,
                "the limits of a single acceptor",
                "An acceptor that cannot accept fast enough makes connects slow; the load among workers is uneven.",
                List.of("storm", "zipf-few", "zipf-many"),
                List.of(
                        all.judge("a slow acceptor makes connects slow", AcceptorLimitsClaim::slowAcceptor),
                        all.judge("a short backlog makes it a second", AcceptorLimitsClaim::shortBacklog),
                        all.judge("more acceptors mend it", AcceptorLimitsClaim::moreAcceptors),
                        all.judge("the load among workers is uneven", AcceptorLimitsClaim::unevenWorkers)));
    }

    private static Finding slowAcceptor(Evidence all) {
        double fast = all.of("storm", stormName(SA, 4096, 0), "first.p99");
        double slow = all.of("storm", stormName(SA, 4096, ACCEPT_WORK_MICROS), "first.p99");
        return confirmedIf(
                slow >= 1.5 * fast && slow >= 750,
                slow <= 1.1 * fast,
                say(
                                "Of 1000 clients at once 990 had their response within %s; when the acceptor computes for %d µs for each, within"
                                        + " %s.",
                                ms(fast), ACCEPT_WORK_MICROS, ms(slow))
                        + unanswered(all, stormName(SA, 4096, 0), stormName(SA, 4096, ACCEPT_WORK_MICROS)));
    }

    /** Clients without a response are among the latencies; this tells how many. */
    private static String unanswered(Evidence all, String... storms) {
        double most = Stream.of(storms)
                .mapToDouble(storm -> all.ofOr(0, "storm", storm, UNANSWERED))
                .max()
                .orElse(0);
        return most == 0 ? "" : say(" Up to %.0f clients had no response; they count as the slowest.", most);
    }

    private static Finding shortBacklog(Evidence all) {
        double shortQueue = all.of("storm", stormName(SA, 50, 0), "first.p99");
        double longQueue = all.of("storm", stormName(SA, 4096, 0), "first.p99");
        String unanswered = unanswered(all, stormName(SA, 50, 0), stormName(SA, 4096, 0));
        if (shortQueue < 900 && shortQueue < 2 * longQueue) {
            return hidden(say(
                            "The acceptor was fast enough for a backlog of 50: %s, and %s with 4096.",
                            ms(shortQueue), ms(longQueue))
                    + unanswered);
        }
        return mendedIf(
                shortQueue >= 900 && longQueue < shortQueue / 2,
                longQueue >= 0.9 * shortQueue,
                say(
                                "With a backlog of 50 connects were sent again after a second: %s. A backlog of 4096 holds the storm: %s.",
                                ms(shortQueue), ms(longQueue))
                        + unanswered);
    }

    private static Finding moreAcceptors(Evidence all) {
        if (all.processors() == 1) {
            return hidden("Several acceptors need several processors.");
        }
        double one = all.of("storm", stormName(SA, 4096, ACCEPT_WORK_MICROS), "first.p99");
        double shared = all.of("storm", stormName(MA, 4096, ACCEPT_WORK_MICROS), "first.p99");
        double sharded = all.of("storm", stormName(SS, 4096, ACCEPT_WORK_MICROS), "first.p99");
        String figures = say(
                        "With %d µs for each connection: %s with one acceptor, %s with %d on one socket, %s with a socket each.",
                        ACCEPT_WORK_MICROS, ms(one), ms(shared), all.processors(), ms(sharded))
                + unanswered(
                        all,
                        stormName(SA, 4096, ACCEPT_WORK_MICROS),
                        stormName(MA, 4096, ACCEPT_WORK_MICROS),
                        stormName(SS, 4096, ACCEPT_WORK_MICROS));
        double best = Math.min(shared, sharded);
        return mendedIf(best <= 0.8 * one, best >= 0.95 * one, figures);
    }

    private static Finding unevenWorkers(Evidence all) {
        double jain = all.of("zipf-few", SA, "messages.jain");
        return confirmedIf(
                jain < 0.8,
                jain >= 0.95,
                say(
                                "Of 16 connections with unequal rates the two workers got a load with Jain's index %.2f: they were busy ",
                                jain)
                        + percents(all.shares("zipf-few", SA, "busy")) + " of the time, with "
                        + counts(all.shares("zipf-few", SA, "connections")) + " connections.");
    }
}
