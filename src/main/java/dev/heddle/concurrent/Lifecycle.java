package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CountDownLatch;

/**
 * The life of a server.
 *
 * <p><b>States.</b>
 *
 * <pre>
 *   NEW ── start() ──► RUNNING ── drain() ──► DRAINING ── closeIdle() ──► CLOSING_IDLE ── close() ──► CLOSED
 *    └──────────────────── drain() ──────────────▲
 * </pre>
 *
 * DRAINING: no connection is accepted, and each reply says that it is the last. CLOSING_IDLE: connections without a message in progress
 * are closed. Each transition happens once, and the thread that made it learns so (MUTANTS.md 17 and 18). Closing is a state that every
 * thread looks at, never an interrupt: a handler may swallow an interrupt.
 *
 * <p><b>Threads.</b> The thread that begins to close makes all transitions from there on. Any thread reads the state, or waits for an
 * end.
 *
 * <p><b>Ordering.</b> The state is written before its latch opens, so a thread that a latch wakes sees the state (MUTANTS.md 19).
 */
public final class Lifecycle {
    private static final VarHandle STATE = VarHandles.of(MethodHandles.lookup(), "state", int.class);

    private static final int NEW = 0;
    private static final int RUNNING = 1;
    private static final int DRAINING = 2;
    private static final int CLOSING_IDLE = 3;
    private static final int CLOSED = 4;

    private volatile int state = NEW;

    /** Opened when DRAINING is reached: ends the pauses of acceptors that retry. */
    private final CountDownLatch draining = new CountDownLatch(1);

    /** Opened when CLOSED is reached: for threads that asked to close, but not first. */
    private final CountDownLatch closed = new CountDownLatch(1);

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
            draining.countDown();
            return true;
        }
        return false;
    }

    /** DRAINING to CLOSING_IDLE. Called by the thread that began to drain. */
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
        closed.countDown();
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
     * Waits until the server begins to close, at most for a time.
     *
     * @return true if it is closing
     */
    public boolean awaitDraining(long nanos) {
        return Latches.await(draining, nanos);
    }

    /**
     * Waits until the server is closed, at most for a time.
     *
     * @return true if it is closed
     */
    public boolean awaitClosed(long nanos) {
        return Latches.await(closed, nanos);
    }
}
