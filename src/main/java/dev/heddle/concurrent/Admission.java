package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * Room for a bounded number of things at a time: connections, or messages in flight. Whoever is let in gets a permit, which
 * ends exactly once.
 */
public final class Admission {
    private final int capacity;
    private final Semaphore permits;

    private final LongAccumulator peak = new LongAccumulator(Math::max, 0);

    /** Set once: nobody waits any more. */
    private volatile boolean closed;

    /** @param capacity how many are let in at a time, at least 1 */
    public Admission(int capacity) {
        this.capacity = capacity;
        // Who waits goes first: without that, those who only try could keep it out for ever.
        this.permits = new Semaphore(capacity, true);
    }

    /** Lets the caller in if there is room. Never blocks. */
    public @Nullable Permit tryAcquire() {
        // Made first: if there is no memory for it, no room is lost.
        Permit permit = new Permit(this);
        if (permits.hasQueuedThreads() || !permits.tryAcquire()) {
            return null;
        }
        peak.accumulate(inUse());
        return permit;
    }

    /** Waits for room. An interrupt does not end the wait; it is kept for the caller to see. Not after {@link #close}. */
    public Permit acquire() {
        Permit permit = acquireOrClosed();
        if (permit == null) {
            throw new IllegalStateException("nobody may wait any more");
        }
        return permit;
    }

    /** Waits for room, or for the end: null then. An interrupt does not end the wait; it is kept for the caller to see. */
    public @Nullable Permit acquireOrClosed() {
        Permit permit = new Permit(this);
        permits.acquireUninterruptibly();
        if (closed) {
            // Not for us: the room that wakes those who wait, one after the other.
            permits.release();
            return null;
        }
        peak.accumulate(inUse());
        return permit;
    }

    /** Ends all waits, now and later: for a closing server, once. Who finds room without waiting is still let in. */
    public void close() {
        closed = true;
        permits.release();
    }

    /** How many are inside. */
    public int inUse() {
        // Without waits there is one room more, to wake with.
        return Math.max(0, capacity - permits.availablePermits() + (closed ? 1 : 0));
    }

    /** The most that were inside at a time. */
    public long peak() {
        return peak.get();
    }

    /** The right to be inside. */
    public static final class Permit {
        private static final VarHandle RELEASED = VarHandles.of(MethodHandles.lookup(), "released", boolean.class);

        private final Admission admission;

        /** false: inside. true: has left. Only whoever turns it gives the room back. */
        @SuppressWarnings("unused") // through ENDED
        private volatile boolean released;

        private Permit(Admission admission) {
            this.admission = admission;
        }

        /**
         * Gives the room back.
         *
         * @return true for the one call that did; every other call does nothing
         */
        public boolean release() {
            if (!RELEASED.compareAndSet(this, false, true)) {
                return false;
            }
            admission.permits.release();
            return true;
        }
    }
}
