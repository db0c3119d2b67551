package dev.heddle.jcstress.launcher;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Says how far a run is: a line for each test that is done, with the time that the rest will take. */
final class Progress {
    /** Says nothing. */
    static final Progress SILENT = new Progress(0);

    private final int forks;
    private final long startedAt = System.nanoTime();
    private long lastAt = startedAt;
    private int done;

    /** @param forks how many JVMs will run */
    Progress(int forks) {
        this.forks = forks;
    }

    /** A JVM is done. */
    void advanced(Verdict verdict, PrintStream out) {
        done++;
        if (forks == 0 || !verdict.complete()) {
            return;
        }
        long now = System.nanoTime();
        out.printf(
                "%3d%%  %s left  %-6s  %s  (%,d samples in %d JVMs, %.1f s)%n",
                100 * done / forks,
                left(),
                verdict.passed() ? "ok" : "FAILED",
                verdict.title,
                verdict.samples(),
                verdict.jvms(),
                (now - lastAt) / 1e9);
        lastAt = now;
        verdict.complaints().forEach(line -> out.println("        " + line));
        out.flush();
    }

    private String left() {
        long elapsed = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
        long seconds = done == 0 ? 0 : elapsed * (forks - done) / done;
        return "%d:%02d".formatted(seconds / 60, seconds % 60);
    }
}
