package dev.heddle.jcstress.launcher;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Says how far a run is: a line for each test that is done, with the time that the rest will take. */
final class Progress {
    /** Says nothing. */
    static final Progress SILENT = new Progress(0);

    private final int runs;
    private final long startedAt = System.nanoTime();
    private long lastAt = startedAt;
    private int done;

    /** @param runs how many runs there will be */
    Progress(int runs) {
        this.runs = runs;
    }

    /** A run is done. */
    void advanced(Verdict verdict, PrintStream out) {
        done++;
        if (runs == 0 || !verdict.complete()) {
            return;
        }
        long now = System.nanoTime();
        out.printf(
                "%3d%%  %s left  %-6s  %s  (%,d samples in %d runs, %.1f s)%n",
                100 * done / runs,
                left(),
                verdict.passed() ? "ok" : "FAILED",
                verdict.title,
                verdict.samples(),
                verdict.runs(),
                (now - lastAt) / 1e9);
        lastAt = now;
        verdict.complaints().forEach(line -> out.println("        " + line));
        out.flush();
    }

    private String left() {
        long elapsed = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
        long seconds = done == 0 ? 0 : elapsed * (runs - done) / done;
        return "%d:%02d".formatted(seconds / 60, seconds % 60);
    }
}
