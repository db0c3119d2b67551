package dev.heddle.cli;

import dev.heddle.metrics.LoggingEvents;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Where System.Logger goes in the runnable jar: standard error, one line an event; standard output belongs to the command. On the
 * thread that logs.
 *
 * <p>Set up by {@link Main}, and not as a service that the jar brings: on the class path of another program it would take over that
 * program's logging.
 */
final class StandardErrorLog extends Handler {
    /** Held here, as the JDK forgets the level of a logger that no one holds. */
    private static final Logger HEDDLE = Logger.getLogger("dev.heddle");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    /** For the parameters of a message. The JDK's formatters would load what it knows of months and languages, at each start. */
    private static final Formatter MESSAGES = new Formatter() {
        @Override
        public String format(LogRecord event) {
            return formatMessage(event);
        }
    };

    private StandardErrorLog() {}

    /** Logs the events of a server, here or as the user has chosen. */
    static LoggingEvents events() {
        return isInstalled() ? LoggingEvents.withoutFormattedDates() : new LoggingEvents();
    }

    private static boolean isInstalled() {
        return Arrays.stream(Logger.getLogger("").getHandlers()).anyMatch(StandardErrorLog.class::isInstance);
    }

    /** Replaces the JDK's own lines, unless the user has chosen a configuration. Before anything is logged. */
    static void install() {
        if (isConfigured("file") || isConfigured("class") || System.getProperty("java.util.logging.manager") != null) {
            return;
        }
        LogManager.getLogManager().reset(); // before the JDK creates its own handler, which takes a while, for nothing
        Logger.getLogger("").addHandler(new StandardErrorLog());
    }

    private static boolean isConfigured(String by) {
        return System.getProperty("java.util.logging.config." + by) != null;
    }

    /** Logs what clients do wrong, too. */
    static void includeDebug() {
        HEDDLE.setLevel(Level.FINE);
    }

    /** Formats a line and prints nothing, so that the classes it needs are loaded now, and not when file descriptors have run out. */
    static void warmUp() {
        LogRecord event = new LogRecord(Level.WARNING, "discarded");
        event.setLoggerName(HEDDLE.getName());
        lines(event);
    }

    @Override
    public void publish(LogRecord event) {
        PrintStream err = System.err; // as it is now: it may have been redirected
        err.print(lines(event));
        err.flush();
    }

    private static String lines(LogRecord event) {
        StringWriter lines = new StringWriter();
        PrintWriter to = new PrintWriter(lines);
        to.print(TIME.format(event.getInstant().atZone(ZoneId.systemDefault())) + " " + nameOf(event.getLevel()) + " "
                + event.getLoggerName() + " - " + MESSAGES.format(event) + System.lineSeparator());
        if (event.getThrown() != null) {
            event.getThrown().printStackTrace(to);
        }
        return lines.toString();
    }

    /** The name that System.Logger has for a level. */
    private static String nameOf(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN";
        }
        if (level.intValue() >= Level.INFO.intValue()) {
            return "INFO";
        }
        return level.intValue() >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    @Override
    public void flush() {
        System.err.flush();
    }

    /** Does nothing: standard error stays open. */
    @Override
    public void close() {}
}
