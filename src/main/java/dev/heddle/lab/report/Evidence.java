package dev.heddle.lab.report;

import dev.heddle.lab.compare.Results;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The figures of a comparison for a judge who does not know whether they were measured. Not for several threads. */
final class Evidence {
    private final Results results;

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
        OptionalDouble median = results.median(scenario, variant, figure);
        return median.orElseThrow(() -> new Missing(scenario + " of " + variant));
    }

    Results results() {
        return results;
    }

    /** What the judge finds; that nothing was measured, if a figure is missing. */
    Finding judge(String part, Judge judge) {
        try {
            Finding found = judge.judge(this);
            return new Finding(part, found.outcome(), found.reason());
        } catch (Missing missing) {
            return new Finding(part, Outcome.NOT_MEASURED, "Nothing was measured: " + missing.getMessage() + ".");
        }
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
