package dev.heddle.lab.report;

import java.util.List;
import java.util.stream.Collectors;

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
    /**
     * The verdict on the whole: that on the worst part that was judged, contradicted before weaker than claimed. If no part is wrong it is
     * confirmed; but partly, if figures for a part are missing.
     */
    public Outcome verdict() {
        for (Outcome wrong : List.of(Outcome.CONTRADICTED, Outcome.WEAKER)) {
            if (has(wrong)) {
                return wrong;
            }
        }
        if (has(Outcome.CONFIRMED) || has(Outcome.MENDED)) {
            boolean complete = findings.stream().noneMatch(Finding::isMissing);
            return !complete ? Outcome.PARTLY : has(Outcome.CONFIRMED) ? Outcome.CONFIRMED : Outcome.MENDED;
        }
        return has(Outcome.NOT_VISIBLE) ? Outcome.NOT_VISIBLE : Outcome.NOT_MEASURED;
    }

    private boolean has(Outcome outcome) {
        return findings.stream().anyMatch(finding -> finding.outcome() == outcome);
    }

    /** Whether a limit was measured together with what mends it. */
    public boolean isMended() {
        return has(Outcome.MENDED);
    }

    /** The parts that were not judged, and why, if others were; else empty, as the verdict says that already. */
    public String missing() {
        List<Finding> missing = findings.stream().filter(Finding::isMissing).toList();
        return missing.size() == findings.size()
                ? ""
                : missing.stream()
                        .map(finding ->
                                finding.part() + " (" + finding.outcome().label() + ")")
                        .collect(Collectors.joining(", "));
    }
}
