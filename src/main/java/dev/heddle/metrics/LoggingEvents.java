package dev.heddle.metrics;

import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.concurrent.Latches;
import dev.heddle.concurrent.RateLimiter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an operator must know to {@code System.Logger} {@code dev.heddle}: handlers' failures as errors, a failing
 * accept and a full server as warnings, at most one of a kind a second. What peers do wrong is their business, and is
 * logged at debug level only.
 *
 * <p>Lines are written by a thread of their own, which there is only while there are some: a log whose reader has stopped, or
 * whose disk is full, would otherwise stop whoever has something to say, the acceptors and the watchdog among them. What comes
 * while {@value #MOST_WAITING} lines wait is dropped, and their number said later.
 */
public final class LoggingEvents implements ServerEvents {
    private static final int MOST_WAITING = 256;

    /** How long a server that has closed waits for its last lines. */
    private static final long LAST_LINES_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger logger;
    private final BoundedExecutor lines = new BoundedExecutor("log", 1, LoggingEvents::startWriter);
    private final LongAdder dropped = new LongAdder();
    private final RateLimiter acceptFailures = new RateLimiter(TimeUnit.SECONDS.toNanos(1));
    private final RateLimiter refusals = new RateLimiter(TimeUnit.SECONDS.toNanos(1));
    private final RateLimiter rejections = new RateLimiter(TimeUnit.SECONDS.toNanos(1));

    /** How many of those dropped the log knows of. Only for whoever writes. */
    private long admitted;

    /**
     * Goes the way of a line about a failing accept once, to load now what it needs. When descriptors run out it is too late: the
     * first line would open the time zone's file, fail, and leave the logging classes unusable for good.
     */
    public LoggingEvents() {
        this(System.getLogger("dev.heddle"));
    }

    LoggingEvents(Logger logger) {
        this.logger = logger;
        // Logging itself begins with the first question, here, and not on two threads at once.
        logger.isLoggable(Level.ERROR);
        String now = String.format("%tc", ZonedDateTime.now(ZoneId.systemDefault()));
        say(Level.TRACE, "ready at " + now + " to say " + acceptFailure(0, new SocketTimeoutException(now), 0), null);
    }

    private static void startWriter(Runnable writes) {
        // Not a virtual one: a write that blocks keeps its carrier, and there may be no other.
        Thread.ofPlatform()
                .daemon()
                .name("heddle-log")
                .inheritInheritableThreadLocals(false)
                .start(writes);
    }

    private void say(Level level, String message, @Nullable Throwable cause) {
        if (lines.waiting() >= MOST_WAITING) {
            dropped.increment();
        } else {
            lines.submit(() -> write(level, message, cause));
        }
    }

    private void write(Level level, String message, @Nullable Throwable cause) {
        try {
            long missing = dropped.sum() - admitted;
            if (missing > 0) {
                admitted += missing;
                logger.log(Level.WARNING, missing + " lines are missing here: they came faster than they were written");
            }
            logger.log(level, message, cause);
        } catch (RuntimeException | Error e) {
            // A log that cannot be written to is no reason to stop serving.
        }
    }

    @Override
    public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
        if (acceptFailures.tryAcquire(System.nanoTime())) {
            say(Level.WARNING, acceptFailure(acceptor, cause, backOffNanos), null);
        }
    }

    private static String acceptFailure(int acceptor, Throwable cause, long backOffNanos) {
        return "acceptor " + acceptor + " cannot accept, waits " + backOffNanos / 1_000_000 + " ms: " + cause;
    }

    @Override
    public void connectionRejected(SocketAddress peer) {
        if (rejections.tryAcquire(System.nanoTime())) {
            say(Level.WARNING, "no room for a connection from " + peer, null);
        }
    }

    @Override
    public void protocolError(SocketAddress peer, String reason) {
        if (logger.isLoggable(Level.DEBUG)) {
            say(Level.DEBUG, peer + " broke the protocol: " + reason, null);
        }
    }

    @Override
    public void handlerFailed(SocketAddress peer, Throwable cause) {
        say(Level.ERROR, "the handler failed on a message from " + peer, cause);
    }

    @Override
    public void messageRejected(SocketAddress peer) {
        if (refusals.tryAcquire(System.nanoTime())) {
            say(Level.WARNING, "no room for a message from " + peer, null);
        }
    }

    @Override
    public void handlerTimedOut(SocketAddress peer, Throwable where) {
        say(Level.WARNING, "the handler of a message from " + peer + " does not return", where);
    }

    @Override
    public void connectionFailed(@Nullable SocketAddress peer, Throwable cause) {
        say(Level.ERROR, "serving " + peer + " failed", cause);
    }

    @Override
    public void misconfigured(String advice) {
        say(Level.WARNING, advice, null);
    }

    @Override
    public void connectionsAborted(int connections) {
        say(Level.WARNING, "closing: " + connections + " connections did not end in time and were cut", null);
    }

    @Override
    public void closed() {
        if (lines.running() > 0) {
            // The process may end as soon as the server has.
            CountDownLatch written = new CountDownLatch(1);
            lines.submit(written::countDown);
            Latches.await(written, LAST_LINES_NANOS);
        }
    }
}
