package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CountDownLatch;

/**
 * Where a server is in its life.
 *
 * <pre>
 *   NEW ── start() ──► RUNNING ── drain() ──► DRAINING ── retire() ──► RETIRING ── close() ──► CLOSED
 *    └──────────────────────────── drain() ──────▲
 * </pre>
 *
 * DRAINING: nobody new is let in, and whoever is answered is told that it was the last time. RETIRING: connections without a
 * message in progress end.
 *
 * Each transition happens once, and the one thread that made it is told so. Closing is a state that everyone looks at, never
 * an interrupt: a handler may swallow an interrupt.
 */
public final class Lifecycle {
    private static final VarHandle STATE = VarHandles.of(MethodHandles.lookup(), "state", int.class);

    private static final int NEW = 0;
    private static final int RUNNING = 1;
    private static final int DRAINING = 2;
    private static final int CLOSING_IDLE = 3;
    private static final int CLOSED = 4;

    private volatile int state = NEW;

    /** Opened when DRAINING is reached: ends the waits of those who only wait for better times. */
    private final CountDownLatch draining = new CountDownLatch(1);

    /** Opened when CLOSED is reached: for those who asked to close, but not first. */
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

    /** DRAINING to RETIRING. Called by the thread that began to drain. */
    public void closeIdle() {
        state = CLOSING_IDLE;
    }

    /** Whether connections without a message in progress have to end. */
    public boolean isClosingIdle() {
        return state >= CLOSING_IDLE;
    }

    /** RETIRING to CLOSED. Called by the thread that began to drain. */
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
