package dev.heddle.net;

import dev.heddle.options.Timeouts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Graceful shutdown of a server's connections: what is in flight is answered, and only what exceeds the timeout is aborted.
 *
 * <pre>
 *   stop accepting ─► grace period for idle connections ─► they are closed ─► the busy ones end
 *                                                                    └─ or, at the timeout, are aborted
 * </pre>
 *
 * Runs on the thread that closes the server.
 */
public final class Drain {
    /** How long the threads of aborted connections get to end. */
    private static final long ABORTED_GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerContext context;

    /** @param context whose connections are to end */
    public Drain(ServerContext context) {
        this.context = context;
    }

    /**
     * Ends all connections. The listeners have been closed before.
     *
     * @param timeout how long to wait for what is in flight
     * @return how many connections had to be aborted
     */
    public int drain(Duration timeout) {
        Timeouts timeouts = context.options().timeouts();
        long deadline = System.nanoTime() + timeout.toNanos();
        context.connections().close();
        // A busy client's next message is on its way already: it is answered, with notice that it was the last.
        context.connections().awaitEmpty(Math.min(timeouts.drainIdle().toNanos(), timeout.toNanos()));
        context.lifecycle().closeIdle();
        context.connections().forEach(Connection::closeIfIdle);
        context.threads().nudgeScheduler();
        if (context.connections().awaitEmpty(deadline - System.nanoTime())) {
            return 0;
        }
        int aborted = context.connections().size();
        context.connections().forEach(Connection::abortAndInterrupt);
        context.threads().nudgeScheduler();
        context.connections().awaitEmpty(ABORTED_GRACE_NANOS);
        return aborted;
    }

    /**
     * Ends all connections within a timeout that is kept exactly: idle connections are closed at once, and the threads of aborted
     * ones are neither interrupted nor waited for. The listeners have been closed before.
     *
     * @param timeout how long to wait for what is in flight
     * @return whether every connection ended by itself
     */
    public boolean drainStrictly(Duration timeout) {
        context.connections().close();
        context.lifecycle().closeIdle();
        context.connections().forEach(Connection::closeIfIdle);
        context.threads().nudgeScheduler();
        boolean ended = context.connections().awaitEmpty(timeout.toNanos());
        if (!ended) {
            context.connections().forEach(Connection::abort);
            context.threads().nudgeScheduler();
        }
        return ended;
    }
}
