package dev.heddle.metrics;

import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.concurrent.Latches;
import dev.heddle.concurrent.RateLimiter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Logs events to the {@code System.Logger} named {@code dev.heddle}: failures of handlers, connections and the watchdog at level error;
 * a failing accept, overload, late handlers, certificates that are no use and aborted connections as warnings; new certificates at level
 * info. Failing accepts, rejected connections, connections that are not trusted, rejected messages and failed handshakes are logged at
 * most once a second each; so is each kind of failure and of late handlers, the first with
 * its stack, the others in one line with their number. At level debug every failure is logged with its stack, and what peers do wrong;
 * at level trace also their handshakes that failed.
 *
 * <p>A thread of its own writes the lines; it exists only while there are some. A log whose reader has stopped, or whose disk is full,
 * would otherwise block the threads that report: acceptors, and the watchdog. While {@value #MAX_PENDING} lines wait, further ones are
 * dropped; their number is logged later.
 *
 * {@snippet :
 * Server server = Server.http(request -> Response.text("hello")).events(new LoggingEvents()).start();
 * }
 */
public final class LoggingEvents implements ServerEvents {
    private static final int MAX_PENDING = 256;

    /** How long {@link #closed} waits for the last lines to be written. */
    private static final long LAST_LINES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger logger;

    /** Whether lines may have dates in the format of the JDK's own. */
    private final boolean formatsDates;

    private final BoundedExecutor lines = new BoundedExecutor("log", 1, LoggingEvents::startWriter);
    private final LongAdder dropped = new LongAdder();
    private final RateLimiter acceptFailures = new RateLimiter(TimeUnit.SECONDS.toNanos(1));
    private final RateLimiter rejectedConnections = new RateLimiter(TimeUnit.SECONDS.toNanos(1));
    private final RateLimiter rejectedMessages = new RateLimiter(TimeUnit.SECONDS.toNanos(1));
    private final RateLimiter untrustedConnections = new RateLimiter(TimeUnit.SECONDS.toNanos(1));
    private final RateLimiter failedHandshakes = new RateLimiter(TimeUnit.SECONDS.toNanos(1));
    private final FailureLog failures;
    private final FailureLog lateHandlers;

    /** The number of dropped lines that the log mentions already. Only for the thread that writes the lines. */
    private long reported;

    /** Logs to the logger {@code dev.heddle} of {@link System.Logger}. */
    public LoggingEvents() {
        this(System.getLogger("dev.heddle"));
    }

    LoggingEvents(Logger logger) {
        this(logger, true);
    }

    private LoggingEvents(Logger logger, boolean formatsDates) {
        this.logger = logger;
        this.formatsDates = formatsDates;
        this.failures = new FailureLog(logger, (line, stack) -> log(Level.ERROR, line, stack));
        this.lateHandlers = new FailureLog(logger, (line, stack) -> log(Level.WARNING, line, stack));
        // The first call initializes the logging system: here, and not on two threads at once.
        logger.isLoggable(Level.ERROR);
        lines.submit(this::prepare);
    }

    /**
     * The same for a program whose log has no dates in the format of {@code java.util.logging.SimpleFormatter}: does not get ready for them,
     * which takes tens of milliseconds of a processor's time.
     */
    public static LoggingEvents withoutFormattedDates() {
        return new LoggingEvents(System.getLogger("dev.heddle"), false);
    }

    /**
     * Builds and logs a line about a failing accept, at a level that is off, so that every class it needs is loaded before file descriptors run
     * out. Then it would be too late: the first line would open the time zone's file, fail, and leave the logging classes unusable for good.
     * On the thread that writes lines, so that no server waits for it when it starts.
     */
    private void prepare() {
        ZonedDateTime date = ZonedDateTime.now(ZoneId.systemDefault());
        String now = formatsDates ? String.format("%tc", date) : date.toString();
        log(Level.TRACE, "ready to log at " + now + ": " + acceptFailure(0, new SocketTimeoutException(now), 0), null);
    }

    private static void startWriter(Runnable task) {
        // A platform thread: a blocked write would keep a virtual thread's carrier, and there may be no other.
        Thread.ofPlatform()
                .daemon()
                .name("heddle-log")
                .inheritInheritableThreadLocals(false)
                .start(task);
    }

    private void log(Level level, String message, @Nullable Throwable cause) {
        if (lines.waiting() >= MAX_PENDING) {
            dropped.increment();
        } else {
            lines.submit(() -> write(level, message, cause));
        }
    }

    private void write(Level level, String message, @Nullable Throwable cause) {
        try {
            long unreported = dropped.sum() - reported;
            if (unreported > 0) {
                reported += unreported;
                logger.log(Level.WARNING, counted(unreported, "log message") + " dropped: the log cannot keep up");
            }
            logger.log(level, message, cause);
        } catch (RuntimeException | Error e) {
            // A log that cannot be written is no reason to stop serving.
        }
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    @Override
    public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
        if (acceptFailures.tryAcquire(System.nanoTime())) {
            log(Level.WARNING, acceptFailure(acceptor, cause, backOffNanos), null);
        }
    }

    private static String acceptFailure(int acceptor, Throwable cause, long backOffNanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(backOffNanos);
        return "accept failed on acceptor " + acceptor + ", retrying after " + millis + " ms: " + cause;
    }

    @Override
    public void connectionRejected(SocketAddress peer, int limit) {
        if (rejectedConnections.tryAcquire(System.nanoTime())) {
            log(Level.WARNING, "connection limit (" + limit + ") reached, rejecting " + peer, null);
        }
    }

    @Override
    public void protocolError(SocketAddress peer, String reason) {
        if (logger.isLoggable(Level.DEBUG)) {
            log(Level.DEBUG, "protocol error by " + peer + ": " + reason, null);
        }
    }

    @Override
    public void connectionUntrusted(SocketAddress source, String reason) {
        if (untrustedConnections.tryAcquire(System.nanoTime())) {
            log(Level.WARNING, "closing a connection from " + source + ": " + reason, null);
        }
    }

    /** An IOException comes of what the peer did, mostly: a scan of ports would fill the log. Anything else is for the program's author. */
    @Override
    public void handshakeFailed(SocketAddress peer, Throwable cause) {
        if (!(cause instanceof IOException)) {
            failures.add("handshake failed with " + peer, cause);
        } else if (logger.isLoggable(Level.TRACE) && failedHandshakes.tryAcquire(System.nanoTime())) {
            log(Level.TRACE, "handshake failed with " + peer + ": " + cause, null);
        }
    }

    @Override
    public void listenerFailed(SocketAddress peer, Throwable cause) {
        failures.add("listener failed on an exchange with " + peer, cause);
    }

    @Override
    public void handlerFailed(SocketAddress peer, Throwable cause) {
        failures.add("handler failed on a message from " + peer, cause);
    }

    @Override
    public void messageRejected(SocketAddress peer, String reason) {
        if (rejectedMessages.tryAcquire(System.nanoTime())) {
            log(Level.WARNING, reason + ", rejecting a message from " + peer, null);
        }
    }

    @Override
    public void handlerTimedOut(SocketAddress peer, Throwable where) {
        lateHandlers.add("handler timed out on a message from " + peer, where);
    }

    @Override
    public void connectionFailed(SocketAddress peer, Throwable cause) {
        failures.add("internal error on the connection from " + peer, cause);
    }

    @Override
    public void watchdogFailed(Throwable cause) {
        failures.add("watchdog failed, timeouts may be enforced late", cause);
    }

    @Override
    public void carrierFailed(Throwable cause) {
        log(Level.ERROR, "a carrier failed, and goes on", cause);
    }

    @Override
    public void misconfigured(String advice) {
        log(Level.WARNING, advice, null);
    }

    @Override
    public void certificatesReloaded(String certificates) {
        log(Level.INFO, "new certificates are served: " + certificates, null);
    }

    @Override
    public void certificatesNotReloaded(Throwable cause) {
        log(
                Level.WARNING,
                "the new certificates are invalid, and the old ones are still served: " + reason(cause),
                null);
    }

    private static String reason(Throwable cause) {
        return cause instanceof IOException && cause.getMessage() != null ? cause.getMessage() : cause.toString();
    }

    @Override
    public void connectionsAborted(int connections, Duration timeout) {
        String when = timeout.isZero() ? "" : " after the drain timeout (" + timeout.toMillis() + " ms)";
        log(Level.WARNING, "shutdown: " + counted(connections, "connection") + " aborted" + when, null);
    }

    @Override
    public void closed() {
        if (lines.running() > 0) {
            // The process may end as soon as the server has closed.
            CountDownLatch written = new CountDownLatch(1);
            lines.submit(written::countDown);
            Latches.poll(written, LAST_LINES_NANOS);
        }
    }
}
