package dev.heddle.net;

import dev.heddle.options.Timeouts;
import java.util.concurrent.TimeUnit;

/**
 * Advances the clock and enforces every deadline: one platform thread for each server, so that it runs however busy the carriers
 * are. It looks at every connection a few times a second, which is far cheaper than a timer for every read.
 *
 * <p>Every other thread of a server is virtual and keeps no JVM alive. This one does, until the server is closed, unless the thread that
 * starts it is a daemon.
 */
public final class Watchdog {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(Timeouts.PRECISION_MILLIS);

    private final ServerContext context;
    private final Runnable onTick;
    private final Eviction eviction;
    private final Thread thread;

    /**
     * @param context whose connections are watched
     * @param onTick runs after each tick; must not block or throw
     */
    public Watchdog(ServerContext context, Runnable onTick) {
        this.context = context;
        this.onTick = onTick;
        this.eviction = new Eviction(context, context.capacity().reserve());
        this.thread = Thread.ofPlatform()
                .name("heddle-watchdog")
                .inheritInheritableThreadLocals(false)
                .unstarted(this::watch);
    }

    /** Starts the watchdog. */
    public void start() {
        thread.setDaemon(Thread.currentThread().isDaemon());
        thread.start();
    }

    private void watch() {
        while (!context.lifecycle().awaitClosed(TICK_NANOS)) {
            try {
                tick();
            } catch (RuntimeException | Error e) {
                report(e);
            }
        }
    }

    /** Without a watchdog no timeout would work any more: whatever has failed, it goes on. */
    private void report(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            context.capacity().reserve().exhausted();
        }
        try {
            context.events().watchdogFailed(failure);
        } catch (Error e) {
            // There is not even the memory to report it.
        }
    }

    private void tick() {
        context.timing().clock().tick();
        long now = context.timing().clock().millis();
        boolean[] ended = new boolean[1];
        context.connections().forEach(connection -> ended[0] |= connection.enforceDeadlines(now));
        ended[0] |= context.timing().handlers().enforce(now);
        ended[0] |= eviction.evict(now);
        if (ended[0]) {
            context.threads().nudgeScheduler();
        }
        onTick.run();
    }

    /** Waits until it has ended, which it does when the server is closed. */
    public void join() throws InterruptedException {
        thread.join();
    }
}
