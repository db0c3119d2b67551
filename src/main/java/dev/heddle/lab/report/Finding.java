package dev.heddle.lab.report;

/**
 * What one set of figures says about a part of a claim.
 *
 * @param part the part of the claim
 * @param outcome what the figures say
 * @param reason the figures, in a sentence
 * @param firm whether other programs on the machine cannot have decided it: by counts, or by an effect many times as large as asked for.
 *     Times and rates are what they disturb.
 */
public record Finding(String part, Outcome outcome, String reason, boolean firm) {
    /** Of a part that {@link Evidence#judge} names. */
    static Finding found(Outcome outcome, String reason) {
        return new Finding("", outcome, reason, false);
    }

    /**
     * Confirmed, contradicted, or weaker than claimed in between.
     *
     * @param shown whether the figures show as much as the claim says
     * @param absent whether they show nothing of it, or the opposite
     */
    static Finding confirmedIf(boolean shown, boolean absent, String reason) {
        return found(outcome(Outcome.CONFIRMED, shown, absent), reason);
    }

    /** The same for a limit and what removes it. */
    static Finding mendedIf(boolean shown, boolean absent, String reason) {
        return found(outcome(Outcome.MENDED, shown, absent), reason);
    }

    private static Outcome outcome(Outcome good, boolean shown, boolean absent) {
        return shown ? good : absent ? Outcome.CONTRADICTED : Outcome.WEAKER;
    }

    static Finding hidden(String reason) {
        return found(Outcome.NOT_VISIBLE, reason);
    }

    /** The same, which other programs cannot have decided if that is true. */
    Finding firmIf(boolean undisturbed) {
        return new Finding(part, outcome, reason, undisturbed);
    }

    /** Whether the figures say nothing about the part. */
    boolean isMissing() {
        return outcome == Outcome.NOT_VISIBLE || outcome == Outcome.NOT_MEASURED;
    }
}
