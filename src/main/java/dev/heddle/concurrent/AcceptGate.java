package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The gate in front of a shared listening socket: one acceptor at a time waits in {@code accept}, the others wait at the gate, in the
 * order in which they came.
 *
 * <p>Without it they would wait for an unfair lock inside {@code ServerSocket.accept}, which is held across the whole wait and shows in
 * no statistics. Here the competition for the socket is fair, and can be measured.
 *
 * <p><b>States.</b>
 *
 * <pre>
 *   acquire() ─► [ accept ] ─► release()      the next acceptor may enter before this one serves its connection
 * </pre>
 *
 * <p><b>Threads.</b> The acceptors of one socket call {@link #acquire} and {@link #release}. Any thread reads the figures.
 *
 * <p><b>Ordering.</b> That of the {@link Baton} inside. The figures are written by the acceptor at the socket and read by any thread,
 * opaque, so that no reader sees half of one (MUTANTS.md 44).
 */
public final class AcceptGate {
    private static final VarHandle WAIT_NANOS = VarHandles.of(MethodHandles.lookup(), "waitNanos", long.class);
    private static final VarHandle MAX_WAIT_NANOS = VarHandles.of(MethodHandles.lookup(), "maxWaitNanos", long.class);

    private final Baton baton = new Baton();

    /** Sum and maximum of the waits. Written only by the acceptor that holds the baton, read by any thread (opaque). */
    private long waitNanos;

    private long maxWaitNanos;

    /** Waits until the caller may accept; {@link #release} has to follow on the same thread. */
    public void acquire() {
        long arrived = System.nanoTime();
        baton.acquire();
        long waited = System.nanoTime() - arrived;
        WAIT_NANOS.setOpaque(this, waitNanos + waited);
        if (waited > maxWaitNanos) {
            MAX_WAIT_NANOS.setOpaque(this, waited);
        }
    }

    /** Lets the next acceptor pass. */
    public void release() {
        baton.release();
    }

    /** The number of acceptors that wait at the gate. */
    public int waiting() {
        return baton.waiting();
    }

    /** The number of acquisitions. */
    public long acquisitions() {
        return baton.acquisitions();
    }

    /** The time that all acceptors together waited at the gate, in nanoseconds. */
    public long waitNanos() {
        return (long) WAIT_NANOS.getOpaque(this);
    }

    /** The longest wait of an acceptor, in nanoseconds. */
    public long maxWaitNanos() {
        return (long) MAX_WAIT_NANOS.getOpaque(this);
    }
}
