package dev.heddle.jcstress.launcher;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/** What became of one test: passed only if every run planned of it took place, saw samples, and saw only what is allowed. */
final class Verdict {
    final String title;
    final String test;
    private final List<String> complaints = new ArrayList<>();
    private long samples;
    private int missing;
    private int ran;

    Verdict(String title, String test) {
        this.title = title;
        this.test = test;
    }

    /** Another run has to report. */
    void expectOne() {
        missing++;
    }

    /** A run has reported. */
    void add(PlannedRun run, TestResult result) {
        missing--;
        ran++;
        samples += result.getTotalCount();
        String where = String.join(" ", run.arguments());
        if (result.status() != Status.NORMAL) {
            complain(reason(result.status()) + "  [" + where + "]");
            result.getMessages().stream().limit(12).forEach(line -> complain("    " + line));
            result.getVmErr().stream().limit(12).forEach(line -> complain("    " + line));
        } else if (result.getTotalCount() == 0) {
            complain("It ran, but not one sample was taken.  [" + where + "]");
        }
        result.grading().gradingResults.values().stream()
                .filter(outcome -> outcome.count > 0)
                .filter(outcome -> switch (outcome.expect) {
                    case ACCEPTABLE, ACCEPTABLE_INTERESTING -> false;
                    case FORBIDDEN, UNKNOWN -> true;
                })
                .forEach(outcome -> complain("%s: %s (%,d of %,d samples)  [%s]"
                        .formatted(
                                outcome.id,
                                outcome.description == null
                                        ? "An outcome that the test does not know."
                                        : outcome.description,
                                outcome.count,
                                result.getTotalCount(),
                                where)));
    }

    private static String reason(Status status) {
        return switch (status) {
            case NORMAL -> throw new IllegalArgumentException("nothing is wrong");
            case API_MISMATCH -> "It did not run: its classes do not fit each other.";
            case CHECK_TEST_ERROR, TEST_ERROR -> "It ended with an exception.";
            case TIMEOUT_ERROR -> "It hung.";
            case VM_ERROR -> "Its JVM ended before it was done.";
        };
    }

    /** It stands for others' results: passed unless there is a complaint. */
    void passUnless() {
        ran++;
    }

    /** Something that lets the test fail. */
    void complain(String complaint) {
        complaints.add(complaint);
    }

    /** Whether all that were expected have reported. */
    boolean complete() {
        return missing == 0;
    }

    boolean passed() {
        return complete() && ran > 0 && complaints.isEmpty();
    }

    /** What was wrong, line by line. */
    List<String> complaints() {
        return missing == 0 ? complaints : List.of(missing + " of its runs did not report.");
    }

    long samples() {
        return samples;
    }

    int runs() {
        return ran;
    }

    /** What the test is about, in its own words. */
    String description() {
        return TestList.getInfo(test).description();
    }
}
