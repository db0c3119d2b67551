package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * Where a thread waits until its socket is ready for one kind of operation, as a selector reports it. The interest of the selector
 * stays on from one wait to the next, which saves a system call for each, until an event comes for which no thread waits.
 *
 * <p><b>States.</b>
 *
 * <pre>
 *                    await()
 *   OFF ──────────────────────────────► a waiting thread ◄──┐
 *    ▲                                      │               │ await()
 *    │                                      │ signal()      │
 *    └──── signal(): nobody waits ──── ARMED ◄──────────────┘          any ── close() ──► CLOSED
 * </pre>
 *
 * OFF: the selector's interest is off. In all other states it is on.
 *
 * <p><b>Threads.</b> {@link #await} is for one thread at a time, {@link #signal} for the carrier's thread, of which there is one at a
 * time. Any thread calls {@link #wake} and {@link #close}.
 *
 * <p><b>Ordering.</b> A waiting thread enters the state, then parks; a signalling thread leaves it, then unparks the thread that it
 * found there. All by CAS, so that no event and no close is lost (MUTANTS.md 74 and 75), and a wait that ends by its time does not hide
 * that the interest was turned off (MUTANTS.md 78). The interest is turned off before the state says so (MUTANTS.md 77): a thread that
 * begins to wait turns it on after that, or is found by the signalling thread, which turns it on again (MUTANTS.md 76).
 * A wait that fails to turn it on has not begun: the state is OFF again, unless it was closed (MUTANTS.md 164).
 *
 * <p>Its other steps are broken by MUTANTS.md 139, 140, 141, 142, 143, 144, 145, 146, 147 and 148.
 */
public final class ReadySignal {
    /** How a wait ended. */
    public enum Outcome {
        /** The socket may be ready. */
        READY,
        /** The time has passed. */
        TIMEOUT,
        /** The thread was interrupted; the flag is still set. */
        INTERRUPTED,
        /** The signal was closed. */
        CLOSED
    }

    /** The interest of the selector in one kind of operation of one socket. Both methods are for any thread. */
    public interface Interest {
        /** Turns it on. */
        void arm();

        /** Turns it off. */
        void disarm();
    }

    private static final VarHandle STATE = VarHandles.of(MethodHandles.lookup(), "state", Object.class);

    private static final Object OFF = new Object();
    private static final Object ARMED = new Object();
    private static final Object CLOSED = new Object();

    /** OFF, ARMED, CLOSED, or the thread that waits. One word, as each idle connection has one. */
    private volatile Object state = OFF;

    /**
     * Waits for the next event.
     *
     * @param interest the selector's; turned on if it is off
     * @param nanos the longest wait; 0 for any time
     */
    public Outcome await(Interest interest, long nanos) {
        Thread self = Thread.currentThread();
        Object before = enter(self);
        if (before == CLOSED) {
            return Outcome.CLOSED;
        }
        if (before == OFF) {
            arm(interest, self);
        }
        return nanos == 0 ? await(self) : awaitUntil(self, System.nanoTime() + nanos);
    }

    /** If it cannot be turned on the wait has not begun, so that the next one turns it on. */
    private void arm(Interest interest, Thread self) {
        try {
            interest.arm();
        } catch (RuntimeException | Error e) {
            Object seen = state;
            // ARMED: the thread was woken meanwhile, which does not turn the interest on.
            while ((seen == self || seen == ARMED) && !STATE.compareAndSet(this, seen, OFF)) {
                seen = state;
            }
            throw e;
        }
    }

    /** Makes the thread the waiting one, unless the signal is closed. Returns the state before. */
    private Object enter(Thread self) {
        while (true) {
            Object before = state;
            if (before == CLOSED || STATE.compareAndSet(this, before, self)) {
                return before;
            }
        }
    }

    private Outcome await(Thread self) {
        while (state == self) {
            Parking.park(this);
            if (self.isInterrupted() && leave(self)) {
                return Outcome.INTERRUPTED;
            }
        }
        return ended();
    }

    private Outcome awaitUntil(Thread self, long deadline) {
        while (state == self) {
            long left = deadline - System.nanoTime();
            if (left <= 0 && leave(self)) {
                return Outcome.TIMEOUT;
            }
            Parking.parkNanos(this, left);
            if (self.isInterrupted() && leave(self)) {
                return Outcome.INTERRUPTED;
            }
        }
        return ended();
    }

    /** Ends a wait without an event. The interest stays on. */
    private boolean leave(Thread self) {
        return STATE.compareAndSet(this, self, ARMED);
    }

    private Outcome ended() {
        return state == CLOSED ? Outcome.CLOSED : Outcome.READY;
    }

    /**
     * Reports an event: wakes the thread that waits for it, or turns the interest off.
     *
     * @param oneShot whether the interest is turned off in any case, as it is for sockets that are ready most of the time
     */
    public void signal(Interest interest, boolean oneShot) {
        while (true) {
            Object seen = state;
            if (seen == OFF || seen == CLOSED) {
                return;
            }
            if (seen instanceof Thread waiting && !oneShot) {
                if (STATE.compareAndSet(this, seen, ARMED)) {
                    LockSupport.unpark(waiting);
                    return;
                }
            } else {
                interest.disarm();
                if (STATE.compareAndSet(this, seen, OFF)) {
                    if (seen instanceof Thread waiting) {
                        LockSupport.unpark(waiting);
                    }
                    return;
                }
                interest.arm(); // A thread has just begun to wait: for this event.
            }
        }
    }

    /** Wakes a thread that waits, to look again. */
    public void wake() {
        if (state instanceof Thread waiting && STATE.compareAndSet(this, waiting, ARMED)) {
            LockSupport.unpark(waiting);
        }
    }

    /** Wakes a thread that waits; no thread waits any more. */
    public void close() {
        if (STATE.getAndSet(this, CLOSED) instanceof Thread waiting) {
            LockSupport.unpark(waiting);
        }
    }
}
