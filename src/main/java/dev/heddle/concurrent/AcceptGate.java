package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The gate before a shared listening socket: one acceptor at a time waits in {@code accept}, the others before the gate, in
 * the order in which they came.
 *
 * <p>The JDK would make them wait anyway, for an unfair lock inside {@code ServerSocket.accept} that is held across the
 * whole wait and shows in no report. Here the competition for the socket is fair, and can be measured.
 *
 * <pre>
 *   enter() ─► [ accept ] ─► leave()      the next acceptor may enter before this one serves its connection
 * </pre>
 */
public final class AcceptGate {
    private static final VarHandle WAIT_NANOS = VarHandles.of(MethodHandles.lookup(), "waitNanos", long.class);
    private static final VarHandle MAX_WAIT_NANOS = VarHandles.of(MethodHandles.lookup(), "maxWaitNanos", long.class);

    private final Baton turn = new Baton();

    /** Written only by whoever is inside, read by anyone (opaque). */
    private long waitNanos;

    private long maxWaitNanos;

    /** Waits for one's turn at the socket. To be followed by {@link #release} on the same thread. */
    public void acquire() {
        long arrived = System.nanoTime();
        turn.acquire();
        long waited = System.nanoTime() - arrived;
        WAIT_NANOS.setOpaque(this, waitNanos + waited);
        if (waited > maxWaitNanos) {
            MAX_WAIT_NANOS.setOpaque(this, waited);
        }
    }

    /** Lets the next one in. */
    public void release() {
        turn.release();
    }

    /** How many wait before the gate now. */
    public int waiting() {
        return turn.waiting();
    }

    /** How often somebody went in. */
    public long acquisitions() {
        return turn.acquisitions();
    }

    /** How long they waited before the gate, together, in nanoseconds. */
    public long waitNanos() {
        return (long) WAIT_NANOS.getOpaque(this);
    }

    /** The longest that one waited, in nanoseconds. */
    public long maxWaitNanos() {
        return (long) MAX_WAIT_NANOS.getOpaque(this);
    }
}
