package dev.heddle.cli;

import dev.heddle.lab.compare.Comparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** One line on a terminal that tells how far a comparison is, and what is left; where there is no terminal a line for each measurement. */
final class ProgressBar implements Comparison.Progress {
    private static final int WIDTH = 20;
    private static final int LINE = 100;

    private final PrintWriter err;
    private final boolean terminal = isTerminal();

    ProgressBar(PrintWriter err) {
        this.err = err;
    }

    /** Whether standard error is one. Not {@code Console.isTerminal}, which JDK 21 lacks. */
    private static boolean isTerminal() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString().matches("/dev/(pts/|tty).*");
        } catch (IOException | RuntimeException e) {
            return false; // Not Linux: whole lines are right everywhere.
        }
    }

    @Override
    public void next(String scenario, String variant, double doneFraction, double secondsLeft) {
        int full = (int) Math.round(Math.clamp(doneFraction, 0, 1) * WIDTH);
        long left = Math.round(secondsLeft);
        String line = String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %d:%02d left  %s: %s",
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                doneFraction * 100,
                left / 60,
                left % 60,
                scenario,
                variant);
        show(line.length() > LINE ? line.substring(0, LINE) : line);
    }

    @Override
    public void failed(String scenario, String variant, String reason) {
        show("not measured: " + scenario + ": " + variant + ": " + reason);
        end();
    }

    private void show(String line) {
        if (terminal) {
            err.print("\r" + line + " ".repeat(Math.max(0, LINE - line.length())));
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Leaves the line. */
    void end() {
        if (terminal) {
            err.println();
            err.flush();
        }
    }
}
