package dev.heddle.lab.report;

/** What the figures say about a sentence. */
public enum Outcome {
    /** They show it. */
    CONFIRMED("confirmed"),
    /** They show a limit, and what removes it. */
    MENDED("mended"),
    /** This machine cannot show it. */
    NOT_VISIBLE("not visible here"),
    /** They show the opposite. */
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
