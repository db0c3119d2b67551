package dev.heddle.lab.report;

import static dev.heddle.lab.compare.Scenarios.acceptorsName;
import static dev.heddle.lab.compare.Scenarios.carrierName;
import static dev.heddle.lab.compare.Scenarios.dispatchersName;
import static dev.heddle.lab.compare.Scenarios.mixName;
import static dev.heddle.lab.compare.Scenarios.schedulerName;
import static dev.heddle.lab.compare.Scenarios.stormName;
import static dev.heddle.lab.report.Evidence.ms;
import static dev.heddle.lab.report.Evidence.say;

import dev.heddle.lab.compare.Results;
import dev.heddle.lab.compare.Scenarios;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The six claims, judged. Each threshold stands where it is used and is far from the noise of a shared machine, so that a verdict turns
 * only with the fact. Stateless.
 */
public final class Claims {
    /** How long the slow handler of the scenario {@code slow} computes. */
    private static final double SPIN = 200;

    private static final String ST = "single-threaded";
    private static final String SA = "single-acceptor";
    private static final String MA = "multi-acceptor";
    private static final String MB = "message-balanced";
    private static final String SS = "socket-sharded";

    private Claims() {}

    /** All six, judged by these results. */
    public static List<Claim> judge(Results results) {
        Evidence evidence = new Evidence(results);
        return Stream.of(
                        singleThreaded(evidence),
                        singleAcceptor(evidence),
                        limitsOfOneAcceptor(evidence),
                        manyAcceptors(evidence),
                        messages(evidence),
                        beyond(evidence))
                .map(claim -> unlessDisturbed(claim, results))
                .toList();
    }

    /** What other programs did to the figures is no fault of the architectures. */
    private static Claim unlessDisturbed(Claim claim, Results results) {
        double others = results.others(claim.scenarios());
        if (others <= DISTURBED) {
            return claim;
        }
        List<Finding> findings = claim.findings().stream()
                .map(finding -> finding.outcome() != Outcome.CONTRADICTED
                        ? finding
                        : new Finding(
                                finding.part(),
                                Outcome.NOT_VISIBLE,
                                say("Other programs kept %.1f processors busy meanwhile. ", others) + finding.reason()))
                .toList();
        return new Claim(claim.number(), claim.title(), claim.sentence(), claim.scenarios(), findings);
    }

    /** From how many processors' worth of other work on a measurement contradicts nothing. */
    private static final double DISTURBED = 0.3;

    private static Finding found(Outcome outcome, String reason) {
        return new Finding("", outcome, reason);
    }

    private static Finding confirmedIf(boolean condition, String reason) {
        return found(condition ? Outcome.CONFIRMED : Outcome.CONTRADICTED, reason);
    }

    private static Finding mendedIf(boolean condition, String reason) {
        return found(condition ? Outcome.MENDED : Outcome.CONTRADICTED, reason);
    }

    private static Finding hidden(String reason) {
        return found(Outcome.NOT_VISIBLE, reason);
    }

    // ---- 1

    private static Claim singleThreaded(Evidence all) {
        return new Claim(
                1,
                "single-threaded",
                "One thread does everything: simple, but one slow handler delays everyone, and more cores do not help.",
                List.of("slow", "cores"),
                List.of(
                        all.judge("one slow handler delays everyone", Claims::slowHandlerDelaysEveryone),
                        all.judge("a thread for each connection mends it", Claims::othersDoNotWait),
                        all.judge("more cores do not help", Claims::moreCoresDoNotHelp)));
    }

    private static Finding slowHandlerDelaysEveryone(Evidence all) {
        double waited = all.of("slow", ST, "fast.p99");
        return confirmedIf(
                waited >= 0.7 * SPIN && waited <= 3 * SPIN,
                say(
                        "While a handler computed for %.0f ms, the slowest hundredth of the fast requests took %s in single-threaded.",
                        SPIN, ms(waited)));
    }

    private static Finding othersDoNotWait(Evidence all) {
        double waited = all.of("slow", ST, "fast.p99");
        List<String> others = Scenarios.ARCHITECTURES.subList(1, 5);
        double worst = others.stream()
                .mapToDouble(other -> all.of("slow", other, "fast.p99"))
                .max()
                .orElse(0);
        String each = others.stream()
                .map(other -> other + " " + ms(all.of("slow", other, "fast.p99")))
                .collect(Collectors.joining(", "));
        if (all.processors() == 1) {
            return hidden("With one processor a computing handler leaves none to anyone: " + each + ".");
        }
        return mendedIf(
                worst <= 0.25 * SPIN && worst <= waited / 2,
                "In the other architectures they took at most: " + each + ".");
    }

    private static Finding moreCoresDoNotHelp(Evidence all) {
        if (all.processors() == 1) {
            return hidden("This machine has one processor.");
        }
        double one = all.of("cores", ST, "rate");
        double busy = all.of("cores", ST, "processors");
        double many = all.of("cores", carrierName(all.processors()), "rate");
        return confirmedIf(
                busy <= 1.25 && many >= 1.3 * one,
                say(
                        "It kept %.2f of %d processors busy with computing handlers and served %.0f requests/s; single-acceptor served"
                                + " %.0f.",
                        busy, all.processors(), one, many));
    }

    // ---- 2

    private static Claim singleAcceptor(Evidence all) {
        return new Claim(
                2,
                "single acceptor, many workers",
                "Workers use all cores; workers sized to the cores do best; several connections share a worker.",
                List.of("cores", "zipf-few"),
                List.of(
                        all.judge("workers use all cores", Claims::workersUseAllCores),
                        all.judge("workers sized to the cores do best", Claims::sizedToTheCores),
                        all.judge("several connections share a worker", Claims::connectionsShareAWorker)));
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
            return hidden(
                    "The JVM's carriers do not tell which connections they have; carriers of the server's own do.");
        }
        return confirmedIf(
                connections.stream().allMatch(count -> count >= 2),
                "The workers had " + counts(connections) + " connections.");
    }

    private static String counts(List<Double> shares) {
        return shares.stream()
                .map(share -> String.format(Locale.ROOT, "%.0f", share))
                .collect(Collectors.joining(" and "));
    }

    private static String percents(List<Double> shares) {
        return shares.stream()
                .map(share -> String.format(Locale.ROOT, "%.0f %%", share * 100))
                .collect(Collectors.joining(" and "));
    }

    // ---- 3

    private static Claim limitsOfOneAcceptor(Evidence all) {
        return new Claim(
                3,
                "the limits of a single acceptor",
                "An acceptor that cannot accept fast enough makes connects slow; the load among workers is uneven.",
                List.of("storm", "zipf-few", "zipf-many"),
                List.of(
                        all.judge("a slow acceptor makes connects slow", Claims::slowAcceptor),
                        all.judge("a short backlog makes it a second", Claims::shortBacklog),
                        all.judge("more acceptors mend it", Claims::moreAcceptors),
                        all.judge("the load among workers is uneven", Claims::unevenWorkers)));
    }

    private static Finding slowAcceptor(Evidence all) {
        double fast = all.of("storm", stormName(SA, 4096, 0), "first.p99");
        double slow = all.of("storm", stormName(SA, 4096, 200), "first.p99");
        return confirmedIf(
                slow >= 1.5 * fast && slow >= 150,
                say(
                        "Of 1000 clients at once the last had its response after %s; when the acceptor computes for 200 µs for each, after"
                                + " %s.",
                        ms(fast), ms(slow)));
    }

    private static Finding shortBacklog(Evidence all) {
        double shortQueue = all.of("storm", stormName(SA, 50, 0), "first.p99");
        double longQueue = all.of("storm", stormName(SA, 4096, 0), "first.p99");
        if (shortQueue < 900 && shortQueue < 2 * longQueue) {
            return hidden(say(
                    "The acceptor was fast enough for a backlog of 50: %s, and %s with 4096.",
                    ms(shortQueue), ms(longQueue)));
        }
        return mendedIf(
                shortQueue >= 900 && longQueue < shortQueue / 2,
                say(
                        "With a backlog of 50 connects were sent again after a second: %s. A backlog of 4096 holds the storm: %s.",
                        ms(shortQueue), ms(longQueue)));
    }

    private static Finding moreAcceptors(Evidence all) {
        if (all.processors() == 1) {
            return hidden("Several acceptors need several processors.");
        }
        double one = all.of("storm", stormName(SA, 4096, 200), "first.p99");
        double shared = all.of("storm", stormName(MA, 4096, 200), "first.p99");
        double sharded = all.of("storm", stormName(SS, 4096, 200), "first.p99");
        String figures = say(
                "With 200 µs for each connection: %s with one acceptor, %s with %d on one socket, %s with a socket each.",
                ms(one), ms(shared), all.processors(), ms(sharded));
        return mendedIf(Math.min(shared, sharded) <= 0.8 * one, figures);
    }

    private static Finding unevenWorkers(Evidence all) {
        double jain = all.of("zipf-few", SA, "messages.jain");
        return confirmedIf(
                jain < 0.8,
                say(
                                "Of 16 connections with unequal rates the two workers got a load with Jain's index %.2f: they were busy ",
                                jain)
                        + percents(all.results().shares("zipf-few", SA, "busy")) + " of the time, with "
                        + counts(all.results().shares("zipf-few", SA, "connections")) + " connections.");
    }

    // ---- 4

    private static Claim manyAcceptors(Evidence all) {
        return new Claim(
                4,
                "many acceptors on one socket",
                "Accepting is dispersed, and each acceptor has its own connections; but they compete for the one socket, and the load is"
                        + " uneven.",
                List.of("acceptors", "zipf-few"),
                List.of(
                        all.judge("accepting is dispersed", Claims::acceptingIsDispersed),
                        all.judge("each has its own connections", Claims::ownConnections),
                        all.judge("they compete for the one socket", Claims::competition),
                        all.judge("the load is uneven", Claims::unevenAcceptors)));
    }

    private static Finding acceptingIsDispersed(Evidence all) {
        int cores = all.processors();
        if (cores == 1) {
            return hidden("Several acceptors need several processors.");
        }
        double one = all.of("acceptors", acceptorsName(MA, 1, 200), "rate");
        double many = all.of("acceptors", acceptorsName(MA, cores, 200), "rate");
        return confirmedIf(
                many >= 1.2 * one,
                say(
                        "When each connection takes its acceptor 200 µs, one acceptor took %.0f connections/s and %d took %.0f.",
                        one, cores, many));
    }

    private static Finding ownConnections(Evidence all) {
        List<Double> each = all.results().shares("acceptors", acceptorsName(MA, 8, 0), "acceptors");
        if (each.isEmpty()) {
            throw new Evidence.Missing("acceptors of " + acceptorsName(MA, 8, 0));
        }
        double jain = all.of("acceptors", acceptorsName(MA, 8, 0), "acceptors.jain");
        return confirmedIf(
                each.stream().allMatch(count -> count > 0),
                say(
                        "Each of 8 acceptors served connections of its own; behind a fair gate their number is even (Jain's index %.2f).",
                        jain));
    }

    private static Finding competition(Evidence all) {
        double alone = all.of("acceptors", acceptorsName(MA, 1, 0), "gateWaitMicros");
        double eight = all.of("acceptors", acceptorsName(MA, 8, 0), "gateWaitMicros");
        double one = all.of("acceptors", acceptorsName(MA, 1, 0), "rate");
        double rate = all.of("acceptors", acceptorsName(MA, 8, 0), "rate");
        return confirmedIf(
                eight >= 20 && eight >= 5 * alone && rate <= 1.25 * one,
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
                say(
                        "With unequal rates the two workers' messages had Jain's index %.2f: a connection stays with the acceptor that took"
                                + " it. The number of connections is even (%.2f), which does not help.",
                        jain, equal));
    }

    // ---- 5

    private static Claim messages(Evidence all) {
        return new Claim(
                5,
                "message-balanced",
                "No worker is overloaded while another is idle. But the dispatcher that reads and sorts everything is the bottleneck, which"
                        + " clever tricks mend.",
                List.of("zipf-few", "mix", "dispatcher", "pipelined"),
                List.of(
                        all.judge("no worker is overloaded while another is idle", Claims::evenWorkers),
                        all.judge("the dispatcher is the bottleneck", Claims::dispatcherIsTheBottleneck),
                        all.judge("several dispatchers mend it", Claims::moreDispatchers),
                        all.judge("lanes keep short requests from waiting for long ones", Claims::lanes),
                        all.judge("slow requests of one connection run side by side", Claims::sideBySide)));
    }

    private static Finding evenWorkers(Evidence all) {
        double jain = all.of("zipf-few", MB, "messages.jain");
        double owned = all.of("zipf-few", SA, "messages.jain");
        return confirmedIf(
                jain > 0.95 && jain > owned,
                say(
                                "Under the same unequal rates Jain's index was %.3f, in single-acceptor %.2f; the workers were busy ",
                                jain, owned)
                        + percents(all.results().shares("zipf-few", MB, "busy")) + " of the time.");
    }

    private static Finding dispatcherIsTheBottleneck(Evidence all) {
        double free = all.of("dispatcher", dispatchersName(1, 0), "rate");
        double busy = all.of("dispatcher", dispatchersName(1, 100), "rate");
        double utilization = all.of("dispatcher", dispatchersName(1, 100), "utilization");
        return confirmedIf(
                utilization >= 0.75 && busy <= 10_500,
                say(
                        "When it takes 100 µs to read a request, one dispatcher was busy %.0f %% of the time and let %.0f requests/s through;"
                                + " its ceiling is 10 000. Without that it let %.0f through.",
                        utilization * 100, busy, free));
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
                say(
                        "Eight requests at once on one connection, each sleeping for 20 ms, took %s; in single-acceptor, one after another,"
                                + " %s. Responses still leave in order.",
                        ms(together), ms(after)));
    }

    // ---- 6

    private static Claim beyond(Evidence all) {
        return new Claim(
                6,
                "beyond the text",
                "SO_REUSEPORT mends the competition and has an unevenness of its own; virtual threads hide some of all this, and some not.",
                List.of("acceptors", "hash", "waiting", "schedulers"),
                List.of(
                        all.judge("a socket for each acceptor mends the competition", Claims::noCompetition),
                        all.judge("the hash is uneven", Claims::unevenHash),
                        all.judge("virtual threads hide waiting", Claims::waitingIsHidden),
                        all.judge("they do not hide computing", Claims::computingIsNot),
                        all.judge("whose carriers run them matters", Claims::schedulers)));
    }

    private static Finding noCompetition(Evidence all) {
        double waited = all.of("acceptors", acceptorsName(MA, 8, 0), "gateWaitMicros");
        double shared = all.of("acceptors", acceptorsName(MA, 8, 0), "rate");
        double sharded = all.of("acceptors", acceptorsName(SS, 8, 0), "rate");
        String figures = say(
                "On one socket an acceptor waited %.1f µs for the others, with a socket each there is nothing to wait for: %.0f connections/s"
                        + " shared, %.0f sharded.",
                waited, shared, sharded);
        if (sharded >= 1.25 * shared) {
            return found(Outcome.MENDED, figures);
        }
        if (sharded < 0.7 * shared) {
            return found(Outcome.CONTRADICTED, figures);
        }
        return hidden(figures + " The wait costs no throughput on " + all.processors()
                + " processors; the simulation says from how many on it does.");
    }

    private static Finding unevenHash(Evidence all) {
        double hash = all.of("hash", SS, "acceptors.jain");
        double gate = all.of("hash", MA, "acceptors.jain");
        return confirmedIf(
                hash < 0.95 && hash < gate,
                say(
                        "32 connections over 8 acceptors: Jain's index %.2f by the kernel's hash, %.2f through the gate of one socket.",
                        hash, gate));
    }

    private static Finding waitingIsHidden(Evidence all) {
        double one = all.of("waiting", ST, "sleeping.rate");
        double threads = all.of("waiting", SA, "sleeping.rate");
        return confirmedIf(
                threads >= 5 * one,
                say(
                        "Handlers that sleep for 10 ms: %.0f requests/s in single-threaded, %.0f with a virtual thread for each connection.",
                        one, threads));
    }

    private static Finding computingIsNot(Evidence all) {
        double one = all.of("waiting", ST, "computing.rate");
        double threads = all.of("waiting", SA, "computing.rate");
        return confirmedIf(
                threads <= 1.4 * all.processors() * one,
                say(
                        "Handlers that compute for 10 ms: %.0f and %.0f requests/s. However many virtual threads there are, %d processors"
                                + " compute.",
                        one, threads, all.processors()));
    }

    private static Finding schedulers(Evidence all) {
        double own = all.of("schedulers", schedulerName(SA, "own"), "serverMicros");
        double jvm = all.of("schedulers", schedulerName(SA, "jvm"), "serverMicros");
        String figures = say(
                "A small request cost the server %.1f µs on its own carriers, where a connection stays, and %.1f µs on the JVM's, which"
                        + " steal work.",
                own, jvm);
        return own <= 0.95 * jvm ? found(Outcome.CONFIRMED, figures) : hidden(figures);
    }
}
