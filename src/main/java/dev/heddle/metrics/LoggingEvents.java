package dev.heddle.metrics;

import dev.heddle.concurrent.Pace;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an operator must know to {@code System.Logger} {@code dev.heddle}: handlers' failures as errors, a failing
 * accept and a full server as warnings, at most one of a kind a second. What peers do wrong is their business, and is
 * logged at debug level only.
 */
public final class LoggingEvents implements ServerEvents {
    private final Logger logger = System.getLogger("dev.heddle");
    private final Pace acceptFailures = new Pace(TimeUnit.SECONDS.toNanos(1));
    private final Pace refusals = new Pace(TimeUnit.SECONDS.toNanos(1));
    private final Pace rejections = new Pace(TimeUnit.SECONDS.toNanos(1));

    /**
     * Loads now what a log line needs. When descriptors run out it is too late: the first line would open the time zone's file,
     * fail, and leave the logging classes unusable for good.
     */
    public LoggingEvents() {
        // Formatted here and not by the logger, which would not do it for a level that is off.
        logger.log(
                Level.DEBUG, "logging is ready at " + String.format("%tc", ZonedDateTime.now(ZoneId.systemDefault())));
    }

    @Override
    public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
        if (acceptFailures.allows(System.nanoTime())) {
            logger.log(
                    Level.WARNING,
                    "acceptor " + acceptor + " cannot accept, waits " + backOffNanos / 1_000_000 + " ms: " + cause);
        }
    }

    @Override
    public void connectionRejected(SocketAddress peer) {
        if (rejections.allows(System.nanoTime())) {
            logger.log(Level.WARNING, "no room for a connection from " + peer);
        }
    }

    @Override
    public void protocolBroken(SocketAddress peer, String reason) {
        if (logger.isLoggable(Level.DEBUG)) {
            logger.log(Level.DEBUG, peer + " broke the protocol: " + reason);
        }
    }

    @Override
    public void handlerFailed(SocketAddress peer, Throwable cause) {
        logger.log(Level.ERROR, "the handler failed on a message from " + peer, cause);
    }

    @Override
    public void messageRefused(SocketAddress peer) {
        if (refusals.allows(System.nanoTime())) {
            logger.log(Level.WARNING, "no room for a message from " + peer);
        }
    }

    @Override
    public void handlerOverdue(SocketAddress peer, Throwable where) {
        logger.log(Level.WARNING, "the handler of a message from " + peer + " does not return", where);
    }

    @Override
    public void connectionFailed(@Nullable SocketAddress peer, Throwable cause) {
        logger.log(Level.ERROR, "serving " + peer + " failed", cause);
    }

    @Override
    public void misconfigured(String advice) {
        logger.log(Level.WARNING, advice);
    }

    @Override
    public void drainCut(int connections) {
        logger.log(Level.WARNING, "closing: " + connections + " connections did not end in time and were cut");
    }
}
