package dev.heddle.lab.report;

import java.util.List;

/**
 * A sentence about the architectures, and what the figures say about each part of it.
 *
 * @param number its number
 * @param title what it is about
 * @param sentence the sentence
 * @param scenarios the names of the scenarios whose figures count
 * @param findings one for each part
 */
public record Claim(int number, String title, String sentence, List<String> scenarios, List<Finding> findings) {
    /** The verdict on the whole: contradicted if a part is, confirmed if a part is and none is contradicted. */
    public Outcome verdict() {
        for (Outcome outcome : List.of(Outcome.CONTRADICTED, Outcome.CONFIRMED, Outcome.MENDED, Outcome.NOT_VISIBLE)) {
            if (findings.stream().anyMatch(finding -> finding.outcome() == outcome)) {
                return outcome;
            }
        }
        return Outcome.NOT_MEASURED;
    }

    /** Whether a limit was measured together with what mends it. */
    public boolean isMended() {
        return findings.stream().anyMatch(finding -> finding.outcome() == Outcome.MENDED);
    }
}
