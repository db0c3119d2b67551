package dev.heddle.carrier;

import dev.heddle.concurrent.Lease;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A platform thread that drives one {@link Carrier}, until the carrier ends or another thread has taken it over. */
final class CarrierThread extends Thread {
    private final Carrier carrier;

    /** From which thread, and inside which of its tasks, this one takes the carrier over; null if there is none to take it from. */
    private final @Nullable CarrierThread blocked;

    private final long turn;
    private final Lease lease = new Lease();

    /** How the last round of its loop has failed; null if it has not, or that was reported. Confined to this thread. */
    private @Nullable Throwable failure;

    private final Runnable reporting = this::reportFailure;

    /** Whether this thread runs a task now, and not the carrier's own loop. Confined to this thread. */
    private boolean inTask;

    /** A thread for a carrier that has none. */
    CarrierThread(Carrier carrier) {
        this(carrier, null, 0);
    }

    /**
     * A thread that takes the carrier over if its driver is still inside the same task then.
     *
     * @param blocked the driver
     * @param turn the turn of its task
     */
    CarrierThread(Carrier carrier, @Nullable CarrierThread blocked, long turn) {
        super(null, null, "heddle-carrier-" + carrier.index(), 0, false); // inherits no thread-locals of its starter
        setDaemon(true);
        this.carrier = carrier;
        this.blocked = blocked;
        this.turn = turn;
    }

    @Override
    public void run() {
        LongAdder threads = carrier.group().threads();
        threads.increment();
        try {
            if (blocked == null || blocked.lease.take(turn)) {
                carrier.drive(this);
            }
        } finally {
            threads.decrement();
        }
    }

    /** Notes how a round of the loop has failed, for {@link #report}. */
    void toReport(Throwable cause) {
        failure = cause;
    }

    /**
     * Reports what has failed, as a task: a log may have locks that the threads of this carrier wait for, too, and then another thread takes
     * the carrier over. Returns whether this thread still drives the carrier.
     */
    boolean report() {
        return failure == null || runTask(reporting);
    }

    private void reportFailure() {
        Throwable last = failure;
        failure = null;
        if (last != null) {
            carrier.failed(last);
        }
    }

    /** Runs a task. Returns whether this thread still drives the carrier after it. */
    boolean runTask(Runnable task) {
        inTask = true;
        lease.begin();
        try {
            task.run();
        } catch (Throwable e) {
            // A continuation reports the failures of its thread itself; what comes here is the JDK's or an empty heap.
            carrier.failed(e);
        }
        inTask = false;
        return lease.end();
    }

    /** Whether this thread is in the loop of that carrier, so that it alone may touch the carrier's queue. On this thread. */
    boolean isInLoopOf(Carrier which) {
        return !inTask && carrier == which;
    }

    /** The lease by which it drives. */
    Lease lease() {
        return lease;
    }
}
