package dev.heddle.net;

import dev.heddle.options.Timeouts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How a server ends: nobody new is let in, what is in flight is answered, and only what outlasts every patience is cut.
 *
 * <pre>
 *   stop accepting ─► idle connections get one more message's time ─► they are closed ─► the busy ones end
 *                                                                              └─ or, at the time-out, are cut
 * </pre>
 *
 * Runs on the thread that closes the server.
 */
public final class Drain {
    /** How long those that were cut get to notice it. */
    private static final long LAST_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerContext context;

    /** @param context whose connections are to end */
    public Drain(ServerContext context) {
        this.context = context;
    }

    /**
     * Ends all connections. The listeners have been closed before.
     *
     * @param patience how long to wait for what is in flight
     * @return how many connections had to be cut
     */
    public int drain(Duration patience) {
        Timeouts timeouts = context.options().timeouts();
        long until = System.nanoTime() + patience.toNanos();
        context.connections().close();
        // A busy client's next message is on its way already: it is answered, and told that it was the last one.
        context.connections().awaitEmpty(Math.min(timeouts.drainIdle().toNanos(), patience.toNanos()));
        context.lifecycle().closeIdle();
        context.connections().forEach(Connection::closeIfIdle);
        context.nudgeScheduler();
        if (context.connections().awaitEmpty(until - System.nanoTime())) {
            return 0;
        }
        int left = context.connections().size();
        context.connections().forEach(Connection::abortAndInterrupt);
        context.nudgeScheduler();
        context.connections().awaitEmpty(LAST_PATIENCE_NANOS);
        return left;
    }

    /**
     * Ends all connections with a patience that is taken to the letter: who is idle goes at once, and what is cut is left to
     * the threads that serve it, which are neither interrupted nor waited for. The listeners have been closed before.
     *
     * @param patience how long to wait for what is in flight
     */
    public void drainStrictly(Duration patience) {
        context.connections().close();
        context.lifecycle().closeIdle();
        context.connections().forEach(Connection::closeIfIdle);
        context.nudgeScheduler();
        if (!context.connections().awaitEmpty(patience.toNanos())) {
            context.connections().forEach(Connection::abort);
            context.nudgeScheduler();
        }
    }
}
