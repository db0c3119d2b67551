package dev.heddle.accesslog;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reports to Heddle's own log what goes wrong with an access log, on a thread of its own: neither a request nor the writer waits for
 * standard error. Looks once a second. Dropped lines are reported within a second, then every 10 s while there are more of them, and when
 * the log is closed.
 */
final class LogReporter implements Runnable {
    private static final long ROUND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Logger logger = System.getLogger("dev.heddle");
    private final AccessLog log;

    /** How many dropped lines have been reported. */
    private long told;

    /** When dropped lines may be reported again, by {@link System#nanoTime}. */
    private long next = System.nanoTime();

    LogReporter(AccessLog log) {
        this.log = log;
    }

    @Override
    public void run() {
        boolean last = false;
        while (!last) {
            last = log.awaitClosed(ROUND_NANOS);
            try {
                report(last);
            } catch (RuntimeException | Error e) {
                // Out of memory, or the program's logger has failed: the next round tries again.
            }
        }
        log.reported();
    }

    private void report(boolean last) {
        tell("cannot be opened again, and goes on in the old file if there is one", log.takeOpenFailure());
        tell("was closed, and its last lines may be lost", log.takeCloseFailure());
        long now = System.nanoTime();
        long dropped = log.dropped();
        if (last && log.hangs()) {
            logger.log(
                    Level.WARNING,
                    "access log " + log.output() + " closed: a write has not returned, and its lines are in no count");
        }
        if (dropped > told && (last || now - next >= 0)) {
            warn(last, dropped);
            told = dropped;
            next = now + INTERVAL_NANOS;
        }
    }

    private void tell(String what, @Nullable Exception failure) {
        if (failure != null) {
            logger.log(Level.ERROR, "access log " + log.output() + " " + what + ": " + failure);
        }
    }

    private void warn(boolean last, long dropped) {
        Exception failure = log.output().failure();
        String what = last ? "closed" : failure == null ? "cannot keep up" : "cannot be written";
        long more = dropped - told;
        logger.log(
                Level.WARNING,
                "access log " + log.output() + " " + what + ": " + more + (more == 1 ? " line" : " lines")
                        + " dropped, " + dropped + " so far" + (failure == null ? "" : " (" + failure + ")"));
    }
}
