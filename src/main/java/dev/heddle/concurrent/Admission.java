package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Room for a bounded number of things at a time: connections, or messages in flight. Whoever is let in gets a permit, which
 * ends exactly once.
 */
public final class Admission {
    private final int capacity;
    private final Semaphore room;

    private final Peak peak = new Peak();

    /** @param capacity how many are let in at a time, at least 1 */
    public Admission(int capacity) {
        this.capacity = capacity;
        this.room = new Semaphore(capacity);
    }

    /** Lets the caller in if there is room. Never blocks. */
    public @Nullable Permit tryEnter() {
        if (!room.tryAcquire()) {
            return null;
        }
        peak.reached(inside());
        return new Permit(this);
    }

    /** Waits for room. An interrupt does not end the wait; it is kept for the caller to see. */
    public Permit enter() {
        room.acquireUninterruptibly();
        peak.reached(inside());
        return new Permit(this);
    }

    /** How many are inside. */
    public int inside() {
        return capacity - room.availablePermits();
    }

    /** The most that were inside at a time. */
    public long peak() {
        return peak.get();
    }

    /** The right to be inside. */
    public static final class Permit {
        private static final VarHandle ENDED = Handles.of(MethodHandles.lookup(), "ended", boolean.class);

        private final Admission admission;

        /** false: inside. true: has left. Only whoever turns it gives the room back. */
        @SuppressWarnings("unused") // through ENDED
        private volatile boolean ended;

        private Permit(Admission admission) {
            this.admission = admission;
        }

        /**
         * Gives the room back.
         *
         * @return true for the one call that did; every other call does nothing
         */
        public boolean end() {
            if (!ENDED.compareAndSet(this, false, true)) {
                return false;
            }
            admission.room.release();
            return true;
        }
    }
}
