package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The use of something that ends: by one thread at a time, and by none after its end. Who ends it while another uses it does not
 * wait: that one finishes the end when it leaves.
 *
 * <pre>
 *   FREE ── enter() ──► USED ── end() ──► ENDING
 *    ▲ │                 │                  │
 *    │ └─ end() ──► ENDED ◄── leave() ──────┘
 *    └──── leave() ──────┘
 * </pre>
 */
public final class CloseGuard {
    private static final VarHandle STATE = VarHandles.of(MethodHandles.lookup(), "state", int.class);

    private static final int FREE = 0;
    private static final int IN_USE = 1;
    private static final int CLOSING = 2;
    private static final int CLOSED = 3;

    /** Changed by CAS, but for an ENDING one, which only its user changes. */
    private volatile int state = FREE;

    /** Begins to use it; to be followed by {@link #end}. False if it has ended, or another thread is using it. */
    public boolean tryBegin() {
        return STATE.compareAndSet(this, FREE, IN_USE);
    }

    /** Stops using it. True if it has been ended meanwhile: the caller, and nobody else, does what is to be done then. */
    public boolean end() {
        if (STATE.compareAndSet(this, IN_USE, FREE)) {
            return false;
        }
        state = CLOSED;
        return true;
    }

    /** Ends it. True if the caller, and nobody else, does what is to be done then; else it is done by whoever uses it. */
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

    /** Whether it has ended, or is about to. */
    public boolean isClosed() {
        return state >= CLOSING;
    }
}
