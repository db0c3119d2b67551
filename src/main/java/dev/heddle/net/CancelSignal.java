package dev.heddle.net;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.metrics.ServerEvents;
import java.net.SocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tells handlers that the replies of a connection are not wanted any more, once and for good: each action that was added runs once, on a
 * thread of its own. Most connections have no action, and hold one reference here. For any thread.
 */
final class CancelSignal {
    /** Replaces the actions when the signal is given. */
    private static final ClosableSet<Action> CANCELLED = new ClosableSet<>();

    /** Starts a thread for each action. */
    private final Executor threads;

    private final ServerEvents events;

    /** The actions; null before the first one. */
    private final AtomicReference<@Nullable ClosableSet<Action>> actions = new AtomicReference<>();

    /** An action of a handler, identified by itself. */
    private static final class Action {
        private final SocketAddress peer;
        private final Runnable task;

        Action(SocketAddress peer, Runnable task) {
            this.peer = peer;
            this.task = task;
        }
    }

    CancelSignal(Executor threads, ServerEvents events) {
        this.threads = threads;
        this.events = events;
    }

    /** Whether the signal was given. */
    boolean isGiven() {
        return CANCELLED.equals(actions.get());
    }

    /** Gives the signal. */
    void give() {
        ClosableSet<Action> before = actions.getAndSet(CANCELLED);
        if (before != null && !CANCELLED.equals(before)) {
            before.close();
            before.forEach(action -> {
                if (before.remove(action)) {
                    start(action);
                }
            });
        }
    }

    /** Adds an action, which runs when the signal is given; at once if it was. Returns what removes it. */
    Runnable add(SocketAddress peer, Runnable task) {
        Action action = new Action(peer, task);
        ClosableSet<Action> added = actions.get();
        while (added == null) {
            ClosableSet<Action> made = new ClosableSet<>();
            added = actions.compareAndSet(null, made) ? made : actions.get();
        }
        // Closed in between: the thread that closed the set runs what it finds, and this one what it takes back.
        if (CANCELLED.equals(added) || !added.add(action)) {
            start(action);
            return () -> {};
        }
        ClosableSet<Action> in = added;
        return () -> in.remove(action);
    }

    private void start(Action action) {
        try {
            threads.execute(() -> run(action));
        } catch (OutOfMemoryError e) {
            // Without a thread to be told on, a handler finds out when it asks.
        }
    }

    private void run(Action action) {
        try {
            action.task.run();
        } catch (RuntimeException | Error e) {
            events.handlerFailed(action.peer, e);
        }
    }
}
