package dev.heddle.net;

import dev.heddle.options.Timeouts;
import java.util.concurrent.TimeUnit;

/**
 * Advances the clock and ends what has lasted too long: one platform thread for a server, so that it runs however busy the
 * carriers are. It looks at every connection a few times a second, which is far cheaper than a timer for every read.
 */
public final class Watchdog {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(Timeouts.PRECISION_MILLIS);

    private final ServerContext context;
    private final Runnable onTick;
    private final IdleEviction shedding;
    private final Thread thread;

    /**
     * @param context whose connections are watched
     * @param onTick what else is to be looked at as often; must not block or throw
     */
    public Watchdog(ServerContext context, Runnable onTick) {
        this.context = context;
        this.onTick = onTick;
        this.shedding = new IdleEviction(
                context.admission(),
                context.connections(),
                context.options().limits(),
                context.options().timeouts());
        this.thread = Thread.ofPlatform().daemon().name("heddle-watchdog").unstarted(this::watch);
    }

    /** Begins to watch. */
    public void start() {
        thread.start();
    }

    private void watch() {
        while (!context.lifecycle().awaitClosed(TICK_NANOS)) {
            try {
                tick();
            } catch (RuntimeException | Error e) {
                // For want of memory, most likely. Whatever it is: without a watchdog no time-out works any more.
                context.events().connectionFailed(null, e);
            }
        }
    }

    private void tick() {
        context.clock().tick();
        long now = context.clock().millis();
        boolean[] ended = new boolean[1];
        context.connections().forEach(connection -> ended[0] |= connection.enforceDeadlines(now));
        ended[0] |= context.handlerTimeouts().enforce(now);
        ended[0] |= shedding.evict(now);
        if (ended[0]) {
            context.nudgeScheduler();
        }
        onTick.run();
    }

    /** Waits until it has ended, which it does when the server is closed. */
    public void join() throws InterruptedException {
        thread.join();
    }
}
