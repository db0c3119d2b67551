package dev.heddle.metrics;

import dev.heddle.concurrent.RateLimiter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Paces the log lines about failures of one sort, say of handlers. The first failure of each kind is logged with its stack; after that
 * one line a second for each kind says how many there were meanwhile, so that a frequent failure hides no rare one. At level debug every
 * failure is logged, with its stack.
 *
 * <p>Failures are of one kind if they have the same class and come from the same line of the program. For any thread.
 */
final class FailureLog {
    /** More kinds than these share one pace, so that what is remembered stays small. */
    private static final int MAX_KINDS = 64;

    private static final String OTHER_KINDS = "";

    /** Characters of a failure's own words in a line. */
    private static final int MAX_CAUSE = 1024;

    private static final Pattern WHITESPACE_AND_CONTROLS = Pattern.compile("[\\s\\p{Cc}\u2028\u2029]+");

    private final Logger logger;
    private final Output output;
    private final Map<String, Pace> kinds = new ConcurrentHashMap<>();

    /** Writes a line, with a stack unless it is null. */
    @FunctionalInterface
    interface Output {
        void log(String line, @Nullable Throwable stack);
    }

    private static final class Pace {
        private final RateLimiter lines = new RateLimiter(TimeUnit.SECONDS.toNanos(1));
        private final AtomicBoolean stackLogged = new AtomicBoolean();
        private final LongAdder omitted = new LongAdder();
    }

    /** @param logger asked for its level */
    FailureLog(Logger logger, Output output) {
        this.logger = logger;
        this.output = output;
    }

    /**
     * Logs a failure, or counts it.
     *
     * @param text begins the line
     * @param cause ends the line, and has the stack
     */
    void add(String text, Throwable cause) {
        if (logger.isLoggable(Level.DEBUG)) {
            output.log(text + ": " + inOneLine(cause), cause);
            return;
        }
        Pace pace = pace(kind(cause));
        if (!pace.lines.tryAcquire(System.nanoTime())) {
            pace.omitted.increment();
            return;
        }
        long more = pace.omitted.sumThenReset();
        String line = text + ": " + inOneLine(cause);
        boolean first = pace.stackLogged.compareAndSet(false, true);
        output.log(more == 0 ? line : line + " (and " + more + " more like it)", first ? cause : null);
    }

    private Pace pace(String kind) {
        Pace known = kinds.get(kind);
        if (known != null) {
            return known;
        }
        return kinds.computeIfAbsent(kinds.size() < MAX_KINDS ? kind : OTHER_KINDS, key -> new Pace());
    }

    /** The class, and where the program was: a failure thrown by the JDK for the program comes from the frame below. */
    private static String kind(Throwable cause) {
        StackTraceElement[] frames = cause.getStackTrace();
        for (StackTraceElement frame : frames) {
            if (!frame.getClassName().startsWith("java.")
                    && !frame.getClassName().startsWith("jdk.")) {
                return cause.getClass().getName() + " at " + frame;
            }
        }
        return cause.getClass().getName();
    }

    /** What a program says of its failure may have several lines, be long, be what a client has sent, or fail itself. */
    private static String inOneLine(Throwable cause) {
        String text;
        try {
            text = cause.getClass() == Throwable.class ? String.valueOf(cause.getMessage()) : cause.toString();
        } catch (RuntimeException | Error e) {
            text = cause.getClass().getName();
        }
        String start = text.length() <= MAX_CAUSE ? text : text.substring(0, MAX_CAUSE) + "…";
        return WHITESPACE_AND_CONTROLS.matcher(start).replaceAll(" ");
    }
}
