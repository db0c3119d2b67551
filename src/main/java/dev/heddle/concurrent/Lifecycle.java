package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The life of a server.
 *
 * <p><b>States.</b>
 *
 * <pre>
 *   NEW ── start() ──► RUNNING ── drain() ──► DRAINING ── endReplies() ──► LAST_REPLIES ── closeIdle() ──► CLOSING_IDLE
 *    └──────────────────── drain() ──────────────▲                                                              │
 *                                                                                    CLOSED ◄──── close() ──────┘
 * </pre>
 *
 * DRAINING: only connections that the kernel has queued are accepted. LAST_REPLIES: each reply says that it is the last. Not before the
 * listening socket is about to be closed: a client that is told connects again, and what the kernel then queues is reset. CLOSING_IDLE: connections without a message in progress
 * are closed. Each transition happens once, and the thread that made it learns so (MUTANTS.md 17 and 18). Closing is a state that every
 * thread looks at, never an interrupt: a handler may swallow an interrupt.
 *
 * <p><b>Threads.</b> The thread that begins to close makes all transitions from there on, but that an acceptor may make the one to
 * LAST_REPLIES first. Any thread reads the state, or waits for an
 * end.
 *
 * <p><b>Ordering.</b> A transition writes the state, then unparks the waiting threads. A waiting thread enqueues itself, then looks at
 * the state, then parks. Both write before they read, so one sees the other (MUTANTS.md 19 and 65).
 *
 * <p>No latch of the JDK: out of memory, its timed wait goes on until it opens ({@code AbstractQueuedSynchronizer.acquireOnOOME}), and
 * the watchdog would never tick again.
 *
 * <p>Its other steps are broken by MUTANTS.md 95, 96, 97, 98, 99, 100, 101 and 102.
 */
public final class Lifecycle {
    private static final VarHandle STATE = VarHandles.of(MethodHandles.lookup(), "state", int.class);

    private static final int NEW = 0;
    private static final int RUNNING = 1;
    private static final int DRAINING = 2;
    private static final int LAST_REPLIES = 3;
    private static final int CLOSING_IDLE = 4;
    private static final int CLOSED = 5;

    /** How often a thread looks that could not enqueue itself, out of memory. */
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private volatile int state = NEW;

    /** The threads that wait for a later state. */
    private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

    /**
     * NEW to RUNNING.
     *
     * @throws IllegalStateException if it was started or closed before
     */
    public void start() {
        if (!STATE.compareAndSet(this, NEW, RUNNING)) {
            throw new IllegalStateException(
                    state == RUNNING ? "the server is running already" : "a closed server cannot be started again");
        }
    }

    /**
     * Begins to close.
     *
     * @return true for the one caller that began it
     */
    public boolean drain() {
        // NEW first: if start() comes between the two, the second one succeeds.
        if (STATE.compareAndSet(this, NEW, DRAINING) || STATE.compareAndSet(this, RUNNING, DRAINING)) {
            wakeAll();
            return true;
        }
        return false;
    }

    /** DRAINING to LAST_REPLIES; of no effect in another state. Called by an acceptor that closes its socket, or the closing thread. */
    public void endReplies() {
        STATE.compareAndSet(this, DRAINING, LAST_REPLIES);
    }

    /** Whether a reply has to say that it is the last of its connection. */
    public boolean isEndingReplies() {
        return state >= LAST_REPLIES;
    }

    /** LAST_REPLIES to CLOSING_IDLE. Called by the thread that began to drain. */
    public void closeIdle() {
        state = CLOSING_IDLE;
    }

    /** Whether connections without a message in progress have to close. */
    public boolean isClosingIdle() {
        return state >= CLOSING_IDLE;
    }

    /** CLOSING_IDLE to CLOSED. Called by the thread that began to drain. */
    public void close() {
        state = CLOSED;
        wakeAll();
    }

    /** Whether the server is closing or closed. */
    public boolean isDraining() {
        return state >= DRAINING;
    }

    /** Whether the server is accepting. */
    public boolean isRunning() {
        return state == RUNNING;
    }

    /**
     * Waits until the server begins to close, at most for a time. An interrupt ends the wait, and leaves the interrupt flag set.
     *
     * @return true if it is closing
     */
    public boolean awaitDraining(long nanos) {
        return await(DRAINING, nanos);
    }

    /**
     * Waits until the server is closed, at most for a time. An interrupt ends the wait, and leaves the interrupt flag set.
     *
     * @return true if it is closed
     */
    public boolean awaitClosed(long nanos) {
        return await(CLOSED, nanos);
    }

    private boolean await(int wanted, long nanos) {
        long deadline = System.nanoTime() + nanos;
        Thread self = Thread.currentThread();
        boolean enqueued = enqueue(self);
        while (state < wanted && !self.isInterrupted()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            Parking.parkNanos(this, enqueued ? left : Math.min(left, POLL_NANOS));
        }
        waiting.remove(self);
        return state >= wanted;
    }

    private boolean enqueue(Thread self) {
        try {
            return waiting.add(self);
        } catch (OutOfMemoryError e) {
            return false; // The wait polls instead.
        }
    }

    private void wakeAll() {
        for (Thread thread : waiting) {
            LockSupport.unpark(thread);
        }
    }
}
