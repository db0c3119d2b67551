package dev.heddle.lab.report;

import dev.heddle.lab.compare.Comparison;
import dev.heddle.lab.compare.Results;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The figures of a comparison for a judge who does not know whether they were measured, nor what else the machine did meanwhile. Not for
 * several threads.
 */
final class Evidence {
    /** From this share of the processors on, what other programs used decides times and rates. */
    private static final double DISTURBED = 0.15;

    private final Results results;

    /** How many processors other programs kept busy during the measurements that the judge has asked for: the worst of them. */
    private double others;

    Evidence(Results results) {
        this.results = results;
    }

    /** Thrown when a judge asks for a figure that was not measured. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(String figure) {
            super(figure, null, false, false);
        }
    }

    /** Judges a part of a claim. */
    interface Judge {
        /** What the figures say; may ask for figures that are missing. */
        Finding judge(Evidence evidence);
    }

    int processors() {
        return results.machine().processors();
    }

    /**
     * The median of a figure.
     *
     * @throws Missing if it was not measured
     */
    double of(String scenario, String variant, String figure) {
        note(scenario, variant);
        OptionalDouble median = results.median(scenario, variant, figure);
        return median.orElseThrow(() -> new Missing(scenario + " of " + variant));
    }

    /** The same, with a value for one that was not measured. */
    double ofOr(double otherwise, String scenario, String variant, String figure) {
        note(scenario, variant);
        return results.median(scenario, variant, figure).orElse(otherwise);
    }

    /** What each worker or acceptor had; empty if it was not measured. */
    List<Double> shares(String scenario, String variant, String name) {
        note(scenario, variant);
        return results.shares(scenario, variant, name);
    }

    private void note(String scenario, String variant) {
        others = Math.max(
                others, results.median(scenario, variant, Comparison.OTHERS).orElse(0));
    }

    /** What the judge finds; that nothing was measured, if a figure is missing; that it is not visible, if other programs decided it. */
    Finding judge(String part, Judge judge) {
        others = 0;
        try {
            Finding found = judge.judge(this);
            String reason = found.reason();
            if (!isDisturbed(others, processors()) || found.firm() || found.isMissing()) {
                return new Finding(part, found.outcome(), reason, found.firm());
            }
            return new Finding(
                    part,
                    Outcome.NOT_VISIBLE,
                    say("Other programs kept %.1f processors busy meanwhile. ", others) + reason,
                    false);
        } catch (Missing missing) {
            return new Finding(part, Outcome.NOT_MEASURED, "Nothing was measured: " + missing.getMessage() + ".", true);
        }
    }

    /** Whether times and rates say more about other programs, which kept some of the processors busy, than about the architectures. */
    static boolean isDisturbed(double others, int processors) {
        return others > DISTURBED * processors;
    }

    /** A sentence with numbers. */
    @SuppressWarnings("AnnotateFormatMethod") // The annotation would be a dependency.
    static String say(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** Milliseconds with as many digits as matter. */
    static String ms(double millis) {
        return millis >= 100
                ? say("%.0f ms", millis)
                : millis >= 10 ? say("%.1f ms", millis) : millis >= 1 ? say("%.2f ms", millis) : say("%.3f ms", millis);
    }

    /** Whole numbers, one for each worker. */
    static String counts(List<Double> shares) {
        return shares.stream().map(share -> say("%.0f", share)).collect(Collectors.joining(" and "));
    }

    /** Fractions as percentages, one for each worker. */
    static String percents(List<Double> shares) {
        return shares.stream().map(share -> say("%.0f %%", share * 100)).collect(Collectors.joining(" and "));
    }
}
