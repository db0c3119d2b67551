package dev.heddle.lab.report;

import static dev.heddle.lab.compare.CoresScenario.carrierName;
import static dev.heddle.lab.report.Evidence.ms;
import static dev.heddle.lab.report.Evidence.say;
import static dev.heddle.lab.report.Finding.confirmedIf;
import static dev.heddle.lab.report.Finding.hidden;
import static dev.heddle.lab.report.Finding.mendedIf;

import dev.heddle.lab.compare.Scenarios;
import java.util.List;
import java.util.stream.Collectors;

/** The first claim: what one thread for everything means. Stateless. */
final class SingleThreadedClaim {
    /** How long the slow handler of the scenario {@code slow} computes, in ms. */
    private static final double SPIN = 200;

    /** Who takes at most this part of that has not waited for it. */
    private static final double NO_WAIT = 0.25;

    /**
     * A request that takes at most this, in ms, did not wait for the slow handler, but until another thread took over its carrier, which
     * happens after 40 to 60 ms.
     */
    private static final double TAKEN_OVER = 70;

    private static final String ST = "single-threaded";

    private SingleThreadedClaim() {}

    static Claim judge(Evidence all) {
        return new Claim(
                1,
                "single-threaded",
                "One thread does everything: simple, but one slow handler delays everyone, and more cores do not help.",
                List.of("slow", "cores"),
                List.of(
                        all.judge("one slow handler delays everyone", SingleThreadedClaim::slowHandlerDelaysEveryone),
                        all.judge("a thread for each connection mends it", SingleThreadedClaim::othersDoNotWait),
                        all.judge("more cores do not help", SingleThreadedClaim::moreCoresDoNotHelp)));
    }

    private static Finding slowHandlerDelaysEveryone(Evidence all) {
        double waited = all.of("slow", ST, "fast.p99");
        String figures = say(
                "While a handler computed for %.0f ms, the slowest hundredth of the fast requests took %s in single-threaded.",
                SPIN, ms(waited));
        if (waited > 3 * SPIN) {
            return hidden(figures + " That is longer than one slow handler explains.");
        }
        return confirmedIf(waited >= 0.7 * SPIN, waited <= NO_WAIT * SPIN, figures);
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
                worst <= TAKEN_OVER && worst <= waited / 2,
                worst >= 0.9 * waited,
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
                busy >= 0.7 * all.processors() || many <= 1.1 * one,
                say(
                        "It kept %.2f of %d processors busy with computing handlers and served %.0f requests/s; single-acceptor served"
                                + " %.0f.",
                        busy, all.processors(), one, many));
    }
}
