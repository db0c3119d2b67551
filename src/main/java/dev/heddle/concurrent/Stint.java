package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One thread's time in a handler. Another may interrupt it, once: while it lasts, and not a moment later, when the interrupt
 * would strike what the thread does next.
 *
 * <pre>
 *   RUNNING ── end() ────────────────────────────────► ENDED
 *      └────── strike() ──► STRIKING ──► STRUCK ── end() ──▲
 * </pre>
 */
public final class Stint {
    private static final VarHandle STATE = Handles.of(MethodHandles.lookup(), "state", int.class);

    private static final int RUNNING = 0;
    private static final int STRIKING = 1;
    private static final int STRUCK = 2;
    private static final int ENDED = 3;

    private final Thread thread;

    /** Left by CAS from RUNNING; STRIKING belongs to the striker alone, for as long as an interrupt takes. */
    private volatile int state = RUNNING;

    /** @param thread whose it is */
    public Stint(Thread thread) {
        this.thread = thread;
    }

    /** Whose it is. */
    public Thread thread() {
        return thread;
    }

    /** Interrupts the thread if it is still there. True for the one call that did. */
    public boolean strike() {
        if (!STATE.compareAndSet(this, RUNNING, STRIKING)) {
            return false;
        }
        thread.interrupt();
        state = STRUCK;
        return true;
    }

    /** The thread has left the handler: whatever interrupt there was has arrived when this returns. On the thread itself. */
    @SuppressWarnings("ThreadPriorityCheck") // the striker is between two lines and needs nothing but a processor
    public void end() {
        if (STATE.compareAndSet(this, RUNNING, ENDED)) {
            return;
        }
        while (state == STRIKING) {
            Thread.yield();
        }
        state = ENDED;
    }

    /** Whether it still lasts and has not been struck. */
    public boolean isRunning() {
        return state == RUNNING;
    }
}
