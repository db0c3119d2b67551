package dev.heddle.lab.report;

import static dev.heddle.lab.compare.AcceptScenarios.acceptorsName;
import static dev.heddle.lab.compare.ThreadScenarios.schedulerName;
import static dev.heddle.lab.report.Evidence.say;
import static dev.heddle.lab.report.Finding.confirmedIf;
import static dev.heddle.lab.report.Finding.found;
import static dev.heddle.lab.report.Finding.hidden;

import java.util.List;

/** The sixth claim: what the text does not tell, of sharded sockets and of virtual threads. Stateless. */
final class BeyondTheTextClaim {
    private static final String ST = "single-threaded";
    private static final String SA = "single-acceptor";
    private static final String MA = "multi-acceptor";
    private static final String SS = "socket-sharded";

    private BeyondTheTextClaim() {}

    static Claim judge(Evidence all) {
        return new Claim(
                6,
                "beyond the text",
                "SO_REUSEPORT mends the competition and has an unevenness of its own; virtual threads hide some of all this, and some not.",
                List.of("acceptors", "hash", "waiting", "schedulers"),
                List.of(
                        all.judge(
                                "a socket for each acceptor mends the competition", BeyondTheTextClaim::noCompetition),
                        all.judge("the hash is uneven", BeyondTheTextClaim::unevenHash),
                        all.judge("virtual threads hide waiting", BeyondTheTextClaim::waitingIsHidden),
                        all.judge("they do not hide computing", BeyondTheTextClaim::computingIsNot),
                        all.judge("whose carriers run them matters", BeyondTheTextClaim::schedulers)));
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
        if (own >= 1.25 * jvm) {
            return found(Outcome.CONTRADICTED, figures);
        }
        return own <= 0.95 * jvm ? found(Outcome.CONFIRMED, figures) : hidden(figures);
    }
}
