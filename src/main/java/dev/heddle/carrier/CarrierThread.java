package dev.heddle.carrier;

import dev.heddle.concurrent.Lease;
import java.util.concurrent.atomic.LongAdder;

/** A platform thread that drives one {@link Carrier}, until the carrier ends or another thread has taken it over. */
final class CarrierThread extends Thread {
    private final Carrier carrier;
    private final Runnable drive;
    private final Lease lease = new Lease();

    /** Whether this thread runs a task now, and not the carrier's own loop. Confined to this thread. */
    private boolean inTask;

    /**
     * @param carrier the carrier
     * @param drive what the thread does
     */
    CarrierThread(Carrier carrier, Runnable drive) {
        super("heddle-carrier-" + carrier.index());
        setDaemon(true);
        this.carrier = carrier;
        this.drive = drive;
    }

    @Override
    public void run() {
        LongAdder threads = carrier.group().threads();
        threads.increment();
        try {
            drive.run();
        } finally {
            threads.decrement();
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
