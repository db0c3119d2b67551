package dev.heddle.lab.report;

import static dev.heddle.lab.compare.DispatcherScenario.dispatchersName;
import static dev.heddle.lab.compare.MixScenarios.mixName;
import static dev.heddle.lab.report.Evidence.ms;
import static dev.heddle.lab.report.Evidence.percents;
import static dev.heddle.lab.report.Evidence.say;
import static dev.heddle.lab.report.Finding.confirmedIf;
import static dev.heddle.lab.report.Finding.hidden;
import static dev.heddle.lab.report.Finding.mendedIf;

import java.util.List;

/** The fifth claim: messages are balanced, and the dispatcher is what limits that. Stateless. */
final class MessageBalancedClaim {
    private static final String SA = "single-acceptor";
    private static final String MB = "message-balanced";

    private MessageBalancedClaim() {}

    static Claim judge(Evidence all) {
        return new Claim(
                5,
                "message-balanced",
                "No worker is overloaded while another is idle. But the dispatcher that reads and sorts everything is the bottleneck, which"
                        + " clever tricks mend.",
                List.of("zipf-few", "mix", "dispatcher", "pipelined"),
                List.of(
                        all.judge("no worker is overloaded while another is idle", MessageBalancedClaim::evenWorkers),
                        all.judge("the dispatcher is the bottleneck", MessageBalancedClaim::dispatcherIsTheBottleneck),
                        all.judge("several dispatchers mend it", MessageBalancedClaim::moreDispatchers),
                        all.judge("lanes keep short requests from waiting for long ones", MessageBalancedClaim::lanes),
                        all.judge(
                                "slow requests of one connection run side by side", MessageBalancedClaim::sideBySide)));
    }

    private static Finding evenWorkers(Evidence all) {
        double jain = all.of("zipf-few", MB, "messages.jain");
        double owned = all.of("zipf-few", SA, "messages.jain");
        String figures = say(
                        "Under the same unequal rates Jain's index was %.3f, in single-acceptor %.2f; the workers were busy ",
                        jain, owned)
                + percents(all.shares("zipf-few", MB, "busy")) + " of the time.";
        if (jain > 0.95 && jain <= owned) {
            return hidden(figures + " These connections happened to be even without it.");
        }
        return confirmedIf(jain > 0.95, jain <= owned, figures);
    }

    private static Finding dispatcherIsTheBottleneck(Evidence all) {
        double free = all.of("dispatcher", dispatchersName(1, 0), "rate");
        double busy = all.of("dispatcher", dispatchersName(1, 100), "rate");
        double utilization = all.of("dispatcher", dispatchersName(1, 100), "utilization");
        double waited = all.of("dispatcher", dispatchersName(1, 100), "waited");
        // The time from a release until the next holder runs does not count as busy: so one that is half busy may be
        // the limit, if nearly every request waits for it.
        boolean limits = utilization >= 0.75 || (utilization >= 0.5 && waited >= 0.75);
        return confirmedIf(
                limits && busy <= 10_500,
                utilization <= 0.3 || busy >= 12_000,
                say(
                        "When it takes 100 µs to read a request, one dispatcher was busy %.0f %% of the time, %.0f %% of its requests waited for"
                                + " it, and it let %.0f requests/s through; its ceiling is 10 000. Without that it let %.0f through.",
                        utilization * 100, waited * 100, busy, free));
    }

    private static Finding moreDispatchers(Evidence all) {
        int count = Math.max(2, all.processors());
        if (all.processors() == 1) {
            return hidden("Several dispatchers need several processors.");
        }
        double one = all.of("dispatcher", dispatchersName(1, 100), "rate");
        double many = all.of("dispatcher", dispatchersName(count, 100), "rate");
        return mendedIf(
                many >= 1.3 * one,
                many <= 1.05 * one,
                say("%d dispatchers let %.0f requests/s through instead of %.0f.", count, many, one));
    }

    private static Finding lanes(Evidence all) {
        if (all.processors() == 1) {
            return hidden("With one processor no carrier can be kept free of long requests.");
        }
        double one = all.of("mix", mixName("message-balanced, one lane", 70), "short.p99");
        double lanes = all.of("mix", mixName("message-balanced, lanes", 70), "short.p99");
        double longOnes = all.of("mix", mixName("message-balanced, lanes", 70), "long.p99");
        double longBefore = all.of("mix", mixName("message-balanced, one lane", 70), "long.p99");
        return mendedIf(
                lanes <= one / 10,
                lanes >= 0.9 * one,
                say(
                        "At 70 %% load the short requests' p99 was %s with one lane and %s with a lane for long ones, who pay for it: %s"
                                + " instead of %s.",
                        ms(one), ms(lanes), ms(longOnes), ms(longBefore)));
    }

    private static Finding sideBySide(Evidence all) {
        double after = all.of("pipelined", SA, "batch.p50");
        double together = all.of("pipelined", MB, "batch.p50");
        return confirmedIf(
                together <= after / 2,
                together >= 0.9 * after,
                say(
                        "Eight requests at once on one connection, each sleeping for 20 ms, took %s; in single-acceptor, one after another,"
                                + " %s. Responses still leave in order.",
                        ms(together), ms(after)));
    }
}
