package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Guards a resource that one thread at a time uses, and that another may close. The closing thread does not wait for the using one: that
 * completes the close when it ends its use.
 *
 * <p><b>States.</b>
 *
 * <pre>
 *   FREE ── tryBegin() ──► IN_USE ── close() ──► CLOSING
 *    ▲ │                    │                      │
 *    │ └─── close() ──► CLOSED ◄───── end() ───────┘
 *    └──────── end() ───────┘
 * </pre>
 *
 * Exactly one call of {@link #end} or {@link #close} makes the step to CLOSED and returns true (MUTANTS.md 50, 51 and 53); a close that
 * finds the use ended in between tries again (MUTANTS.md 52). One thread at a time uses the resource (MUTANTS.md 49).
 *
 * <p><b>Threads.</b> The using threads call {@link #tryBegin} and {@link #end}; any thread calls {@link #close}: a closing server, or the
 * connection whose exchange is over.
 *
 * <p><b>Ordering.</b> All steps are CAS on one field, except CLOSING to CLOSED, which only the using thread makes. What was written
 * during a use is seen by the thread that makes the step to CLOSED, and by the next user.
 *
 * <p>Its other steps are broken by MUTANTS.md 127.
 */
public final class CloseGuard {
    private static final VarHandle STATE = VarHandles.of(MethodHandles.lookup(), "state", int.class);

    private static final int FREE = 0;
    private static final int IN_USE = 1;
    private static final int CLOSING = 2;
    private static final int CLOSED = 3;

    /**
     * FREE at first, by default: a guard is made for each message, and a volatile write would cost it a fence. Changed by CAS, except from
     * CLOSING, which only the using thread leaves.
     */
    private volatile int state;

    /** Begins a use, which {@link #end} has to follow. False if the resource is closed, or another thread is using it. */
    public boolean tryBegin() {
        return STATE.compareAndSet(this, FREE, IN_USE);
    }

    /** Ends a use. True if the resource was closed during it: the caller has to release what the resource holds. */
    public boolean end() {
        if (STATE.compareAndSet(this, IN_USE, FREE)) {
            return false;
        }
        state = CLOSED;
        return true;
    }

    /** Closes the resource. True if the caller has to release what it holds; if not, the using thread does, or it has been done. */
    public boolean close() {
        while (true) {
            if (STATE.compareAndSet(this, FREE, CLOSED)) {
                return true;
            }
            if (STATE.compareAndSet(this, IN_USE, CLOSING) || state >= CLOSING) {
                return false;
            }
        }
    }

    /** Whether the resource is closed, or will be when its use ends. */
    public boolean isClosed() {
        return state >= CLOSING;
    }
}
