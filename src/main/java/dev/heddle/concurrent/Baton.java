package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A fair baton: one thread has it at a time, and those who wait get it in the order in which they came.
 *
 * <p>It is what makes a section serial that blocks now and then: unlike a lock it may be handed back in the middle, around a
 * blocking read, and it tells how busy the section was. Not reentrant.
 *
 * <p>The protocol that loses no wake-up (after the first-in-first-out mutex in the documentation of {@link LockSupport}):
 *
 * <pre>
 *   who waits:   announce (queue) ─► look again (held) ─► park
 *   who leaves:  hand back (held) ─► look who is announced ─► unpark
 * </pre>
 *
 * Either side writes before it reads, both with volatile semantics, so at least one of them sees the other.
 */
public final class Baton {
    private static final VarHandle HELD = VarHandles.of(MethodHandles.lookup(), "held", boolean.class);
    private static final VarHandle BUSY_NANOS = VarHandles.of(MethodHandles.lookup(), "busyNanos", long.class);
    private static final VarHandle ACQUISITIONS = VarHandles.of(MethodHandles.lookup(), "acquisitions", long.class);
    private static final VarHandle CONTENDED = VarHandles.of(MethodHandles.lookup(), "contended", long.class);

    /** false: free. true: one thread is between {@link #acquire} and {@link #release}. Claimed by CAS only. */
    @SuppressWarnings("unused") // through HELD
    private volatile boolean held;

    /** Who waits, first come first; the first of them, and no other, claims the baton when it is handed back. */
    private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

    /** Written only by whoever has the baton, read by anyone (opaque): when it was taken, and sums. */
    private long enteredAt;

    private long busyNanos;
    private long acquisitions;
    private long contended;

    /**
     * Waits for the baton and takes it. An interrupt does not end the wait; it is kept for the caller to see.
     *
     * <p>To be followed by {@link #release} on the same thread.
     */
    public void acquire() {
        // Nobody is overtaken: a newcomer may only try when no one is announced.
        boolean waited = !waiting.isEmpty() || !HELD.compareAndSet(this, false, true);
        if (waited) {
            awaitBaton();
            CONTENDED.setOpaque(this, contended + 1);
        }
        ACQUISITIONS.setOpaque(this, acquisitions + 1);
        enteredAt = System.nanoTime();
    }

    /** Hands the baton to whoever has waited longest. */
    public void release() {
        BUSY_NANOS.setOpaque(this, busyNanos + System.nanoTime() - enteredAt);
        held = false;
        Thread next = waiting.peek();
        if (next != null) {
            LockSupport.unpark(next);
        }
    }

    private void awaitBaton() {
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        waiting.add(self);
        while (waiting.peek() != self || !HELD.compareAndSet(this, false, true)) {
            LockSupport.park(this);
            // Park returns at once while the flag is up: take it down, and put it up again when the turn is ours.
            interrupted |= Thread.interrupted();
        }
        waiting.remove();
        if (interrupted) {
            self.interrupt();
        }
    }

    /** How many wait now. */
    public int waiting() {
        return waiting.size();
    }

    /** How long somebody had the baton, all times together, in nanoseconds; without the present holder's time. */
    public long busyNanos() {
        return (long) BUSY_NANOS.getOpaque(this);
    }

    /** How often somebody got it. */
    public long acquisitions() {
        return (long) ACQUISITIONS.getOpaque(this);
    }

    /** How often somebody had to wait for it. */
    public long contended() {
        return (long) CONTENDED.getOpaque(this);
    }
}
