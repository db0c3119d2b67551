package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A fair lock that its holder may release in the middle of a task, around a blocking read, and that measures how busy it is. Threads get
 * it in the order in which they came. Not reentrant.
 *
 * <p><b>States.</b>
 *
 * <pre>
 *   free ── acquire(), by CAS ──► held
 *     ▲                            │
 *     └──────── release() ─────────┘      a waiting thread: enqueue ─► recheck ─► park ─► first in the queue: CAS
 * </pre>
 *
 * Only the first waiting thread claims the baton, and a thread that has just come claims it only if the queue is empty (MUTANTS.md 4 and
 * 5). An interrupt neither ends a wait nor gets lost (MUTANTS.md 6 and 7).
 *
 * <p><b>Threads.</b> {@link #acquire} and {@link #release} are called by the thread that runs the serial section: in single-threaded
 * every connection's thread, in message-balanced every reader. Any thread reads the figures.
 *
 * <p><b>Ordering.</b> The protocol loses no wake-up (after the first-in-first-out mutex in the documentation of {@link LockSupport}):
 *
 * <pre>
 *   waiting thread:    enqueue (waiting) ─► recheck (held) ─► park
 *   releasing thread:  clear (held) ─► look at the queue (waiting) ─► unpark
 * </pre>
 *
 * Either side writes before it reads, both with volatile semantics, so at least one of them sees the other (MUTANTS.md 1, 2 and 3).
 * However many wait, one is woken (MUTANTS.md 159).
 *
 * <p>Its other steps are broken by MUTANTS.md 79, 80, 81, 82, 83 and 84.
 */
public final class Baton {
    private static final VarHandle HELD = VarHandles.of(MethodHandles.lookup(), "held", boolean.class);
    private static final VarHandle BUSY_NANOS = VarHandles.of(MethodHandles.lookup(), "busyNanos", long.class);
    private static final VarHandle ACQUISITIONS = VarHandles.of(MethodHandles.lookup(), "acquisitions", long.class);
    private static final VarHandle CONTENDED = VarHandles.of(MethodHandles.lookup(), "contended", long.class);

    /** false: free. true: one thread is between {@link #acquire} and {@link #release}. Claimed by CAS only. */
    @SuppressWarnings("unused") // through HELD
    private volatile boolean held;

    /** The waiting threads, in the order in which they came. Only the first of them claims the baton. */
    private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

    /** The time at which the baton was acquired. Confined to its holder. */
    private long acquiredAt;

    /** Sums. Written only by the holder, read by any thread (opaque). */
    private long busyNanos;

    private long acquisitions;
    private long contended;

    /**
     * Waits for the baton and takes it; {@link #release} has to follow on the same thread. An interrupt does not end the wait; the flag
     * is restored afterwards.
     */
    public void acquire() {
        // No barging: the CAS is tried only if no thread is enqueued.
        boolean waited = !waiting.isEmpty() || !HELD.compareAndSet(this, false, true);
        if (waited) {
            awaitBaton();
            CONTENDED.setOpaque(this, contended + 1);
        }
        ACQUISITIONS.setOpaque(this, acquisitions + 1);
        acquiredAt = System.nanoTime();
    }

    /** Releases the baton and wakes the thread that has waited longest. */
    public void release() {
        BUSY_NANOS.setOpaque(this, busyNanos + System.nanoTime() - acquiredAt);
        held = false;
        Thread next = waiting.peek();
        if (next != null) {
            LockSupport.unpark(next);
        }
    }

    private void awaitBaton() {
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        Parking.enqueue(waiting, self);
        while (waiting.peek() != self || !HELD.compareAndSet(this, false, true)) {
            Parking.park(this);
            // park() returns immediately while the interrupt flag is set: clear it, restore it when the baton is ours.
            interrupted |= Thread.interrupted();
        }
        waiting.remove();
        if (interrupted) {
            self.interrupt();
        }
    }

    /** The number of waiting threads. */
    public int waiting() {
        return waiting.size();
    }

    /** The time for which the baton was held, in nanoseconds; without that of the present holder. */
    public long busyNanos() {
        return (long) BUSY_NANOS.getOpaque(this);
    }

    /** The number of acquisitions. */
    public long acquisitions() {
        return (long) ACQUISITIONS.getOpaque(this);
    }

    /** The number of acquisitions that had to wait. */
    public long contended() {
        return (long) CONTENDED.getOpaque(this);
    }
}
