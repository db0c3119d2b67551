package dev.heddle.lab.report;

/** What the figures say about a sentence. */
public enum Outcome {
    /** They show it. */
    CONFIRMED("confirmed"),
    /** They show a limit, and what removes it. */
    MENDED("mended"),
    /** Of a whole claim: some parts are confirmed, and none is wrong, but others are missing. */
    PARTLY("partly confirmed"),
    /** They show an effect, but less of it than the sentence says. */
    WEAKER("weaker than claimed"),
    /** This machine cannot show it. */
    NOT_VISIBLE("not visible here"),
    /** They show no effect at all, or the opposite. */
    CONTRADICTED("contradicted"),
    /** There are none. */
    NOT_MEASURED("not measured");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    /** For the reader. */
    public String label() {
        return label;
    }
}
