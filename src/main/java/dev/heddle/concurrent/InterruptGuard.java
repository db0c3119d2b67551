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
public final class InterruptGuard {
    private static final VarHandle STATE = VarHandles.of(MethodHandles.lookup(), "state", int.class);

    private static final int OPEN = 0;
    private static final int INTERRUPTING = 1;
    private static final int INTERRUPTED = 2;
    private static final int CLOSED = 3;

    private final Thread thread;

    /** Left by CAS from RUNNING; STRIKING belongs to the striker alone, for as long as an interrupt takes. */
    private volatile int state = OPEN;

    /** @param thread whose it is */
    public InterruptGuard(Thread thread) {
        this.thread = thread;
    }

    /** Whose it is. */
    public Thread thread() {
        return thread;
    }

    /** Interrupts the thread if it is still there. True for the one call that did. */
    public boolean interruptOnce() {
        if (!STATE.compareAndSet(this, OPEN, INTERRUPTING)) {
            return false;
        }
        thread.interrupt();
        state = INTERRUPTED;
        return true;
    }

    /** The thread has left the handler: whatever interrupt there was has arrived when this returns. On the thread itself. */
    @SuppressWarnings("ThreadPriorityCheck") // the striker is between two lines and needs nothing but a processor
    public void close() {
        if (STATE.compareAndSet(this, OPEN, CLOSED)) {
            return;
        }
        while (state == INTERRUPTING) {
            Thread.yield();
        }
        state = CLOSED;
    }

    /** Whether it still lasts and has not been struck. */
    public boolean isOpen() {
        return state == OPEN;
    }
}
