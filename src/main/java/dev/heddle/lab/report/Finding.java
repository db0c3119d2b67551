package dev.heddle.lab.report;

/**
 * What one set of figures says about a part of a claim.
 *
 * @param part the part of the claim
 * @param outcome what the figures say
 * @param reason the figures, in a sentence
 */
public record Finding(String part, Outcome outcome, String reason) {
    /** Of a part that {@link Evidence#judge} names. */
    static Finding found(Outcome outcome, String reason) {
        return new Finding("", outcome, reason);
    }

    static Finding confirmedIf(boolean condition, String reason) {
        return found(condition ? Outcome.CONFIRMED : Outcome.CONTRADICTED, reason);
    }

    static Finding mendedIf(boolean condition, String reason) {
        return found(condition ? Outcome.MENDED : Outcome.CONTRADICTED, reason);
    }

    static Finding hidden(String reason) {
        return found(Outcome.NOT_VISIBLE, reason);
    }
}
