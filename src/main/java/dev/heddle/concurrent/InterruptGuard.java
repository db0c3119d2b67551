package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Lets another thread interrupt one that is in a handler: once, while the handler runs, and not a moment later, when the interrupt would
 * hit what the thread does next.
 *
 * <p><b>States.</b>
 *
 * <pre>
 *   OPEN ── close() ───────────────────────────────────────────────► CLOSED
 *     └─── interruptOnce() ──► INTERRUPTING ──► INTERRUPTED ── close() ──▲
 * </pre>
 *
 * <p><b>Threads.</b> The guarded thread calls {@link #close} when its handler has returned. The watchdog calls {@link #interruptOnce}.
 *
 * <p><b>Ordering.</b> INTERRUPTING is claimed by CAS (MUTANTS.md 55) and left after the interrupt has been sent (MUTANTS.md 56). The
 * guarded thread spins while it lasts, which is one call of {@link Thread#interrupt} (MUTANTS.md 54): so the interrupt has arrived when
 * {@link #close} returns, or never comes.
 *
 * <p>Its other steps are broken by MUTANTS.md 125 and 126.
 */
public final class InterruptGuard {
    private static final VarHandle STATE = VarHandles.of(MethodHandles.lookup(), "state", int.class);

    private static final int OPEN = 0;
    private static final int INTERRUPTING = 1;
    private static final int INTERRUPTED = 2;
    private static final int CLOSED = 3;

    private final Thread thread;

    /** Left by CAS from OPEN. INTERRUPTING belongs to the interrupting thread, for as long as an interrupt takes. */
    private volatile int state = OPEN;

    /** @param thread the guarded one */
    public InterruptGuard(Thread thread) {
        this.thread = thread;
    }

    /** The guarded thread. */
    public Thread thread() {
        return thread;
    }

    /** Interrupts the thread if its handler is still running. True for the one call that did. */
    public boolean interruptOnce() {
        if (!STATE.compareAndSet(this, OPEN, INTERRUPTING)) {
            return false;
        }
        thread.interrupt();
        state = INTERRUPTED;
        return true;
    }

    /** Ends the guarded time: an interrupt that was sent has arrived when this returns. Called by the guarded thread. */
    @SuppressWarnings("ThreadPriorityCheck") // the interrupting thread is between two lines and needs only a processor
    public void close() {
        if (STATE.compareAndSet(this, OPEN, CLOSED)) {
            return;
        }
        while (state == INTERRUPTING) {
            Thread.yield();
        }
        state = CLOSED;
    }

    /** Whether the handler is running and has not been interrupted by this guard. */
    public boolean isOpen() {
        return state == OPEN;
    }
}
