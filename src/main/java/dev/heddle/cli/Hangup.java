package dev.heddle.cli;

import dev.heddle.accesslog.AccessLog;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Has an access log reopened at each SIGHUP, as logrotate sends it. Installed before the log is opened: a signal without a handler would
 * end the process. The signal may come at any time, on a thread of the JVM's.
 */
final class Hangup {
    private final AtomicReference<@Nullable AccessLog> log = new AtomicReference<>();
    private final AtomicBoolean early = new AtomicBoolean();

    /** Handles the signal from now on; says so in Heddle's log if it cannot. */
    void install() {
        Signals.Handling handling = Signals.handle(this::signalled, "HUP");
        String problem = switch (handling) {
            case HANDLED -> "";
            case IGNORED_BEFORE -> "SIGHUP is ignored, as under nohup";
            case RESERVED -> "SIGHUP ends this process, as this JVM keeps signals for itself (-Xrs)";
        };
        if (!problem.isEmpty()) {
            System.getLogger("dev.heddle")
                    .log(Level.WARNING, problem + ": it does not reopen the access log; logrotate needs copytruncate");
        }
    }

    private void signalled() {
        early.set(true);
        AccessLog opened = log.get();
        if (opened != null) {
            opened.reopen();
        }
    }

    /** The log is open. */
    void opened(AccessLog opened) {
        log.set(opened);
        if (early.get()) {
            opened.reopen();
        }
    }
}
