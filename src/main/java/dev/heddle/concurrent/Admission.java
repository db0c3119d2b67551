package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * Permits for a bounded number of things at a time: connections, messages in flight, or handshakes that compute.
 *
 * <p><b>States.</b>
 *
 * <pre>
 *   OPEN ── close(), once ──► CLOSED: waits end, now and later; tryAcquire() still succeeds while there are permits
 *   a permit:  in use ── release(), by CAS ──► released: the permit returns to the semaphore once (MUTANTS.md 8)
 * </pre>
 *
 * <p><b>Threads.</b> Acceptors, dispatchers and, for TLS, the threads of connections acquire. The thread that ends a connection, or has handled a message, releases. The
 * closing server closes.
 *
 * <p><b>Ordering.</b> That of the semaphore. {@link #close} sets the flag, then adds one permit: the thread that the permit wakes sees
 * the flag, puts the permit back, and so wakes the next (MUTANTS.md 160). An interrupt does not get lost in a wait (MUTANTS.md 9).
 *
 * <p>Its other steps are broken by MUTANTS.md 85, 86, 87, 88, 89, 90 and 91.
 */
public final class Admission {
    /** {@link #close} adds one, and a semaphore counts to {@link Integer#MAX_VALUE}. */
    private static final int MOST = Integer.MAX_VALUE - 1;

    private final int capacity;
    private final Semaphore permits;

    private final LongAccumulator peak = new LongAccumulator(Math::max, 0);

    /** Whether waits have ended. Set once, by the closing server. */
    private volatile boolean closed;

    /** @param capacity the number of permits, at least 1 */
    public Admission(int capacity) {
        this.capacity = Math.min(capacity, MOST);
        // Fair: otherwise threads that only try could keep a waiting thread out forever.
        this.permits = new Semaphore(this.capacity, true);
    }

    /** Acquires a permit if one is free and no thread waits for it. Never blocks. */
    public @Nullable Permit tryAcquire() {
        // Allocated first: out of memory here, no permit is lost.
        Permit permit = new Permit(this);
        if (permits.hasQueuedThreads() || !permits.tryAcquire()) {
            return null;
        }
        peak.accumulate(inUse());
        return permit;
    }

    /** Waits for a permit. Not after {@link #close}. An interrupt does not end the wait; the flag is restored afterwards. */
    public Permit acquire() {
        Permit permit = acquireOrClosed();
        if (permit == null) {
            throw new IllegalStateException("closed: threads may no longer wait for a permit");
        }
        return permit;
    }

    /** Waits for a permit; null if closed. An interrupt does not end the wait; the flag is restored afterwards. */
    public @Nullable Permit acquireOrClosed() {
        Permit permit = new Permit(this);
        permits.acquireUninterruptibly();
        if (closed) {
            // The permit of close(), which wakes the waiting threads one after the other.
            permits.release();
            return null;
        }
        peak.accumulate(inUse());
        return permit;
    }

    /** Waits for a permit until one is free, or an interrupt ends the wait. For permits that are never closed. */
    public Permit acquireInterruptibly() throws InterruptedException {
        Permit permit = new Permit(this);
        permits.acquire();
        return permit;
    }

    /** Ends all waits, now and later. For a closing server, once. */
    public void close() {
        closed = true;
        permits.release();
    }

    /** The number of permits in use. */
    public int inUse() {
        // close() has added one, to wake the waiting threads with.
        return Math.max(0, capacity - permits.availablePermits() + (closed ? 1 : 0));
    }

    /** The greatest number of permits that were in use at a time. */
    public long peak() {
        return peak.get();
    }

    /** One of the permits. */
    public static final class Permit {
        private static final VarHandle RELEASED = VarHandles.of(MethodHandles.lookup(), "released", boolean.class);

        private final Admission admission;

        /** Whether the permit is back. The caller that sets it returns the permit. */
        @SuppressWarnings("unused") // through RELEASED
        private volatile boolean released;

        private Permit(Admission admission) {
            this.admission = admission;
        }

        /**
         * Returns the permit.
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
