package dev.heddle.carrier;

import dev.heddle.concurrent.Lease;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has another thread take over each carrier whose driver stays inside one task, because the task blocks it or computes for long: one
 * platform thread for each group of carriers.
 *
 * <p>A task is looked at several times before that, as the driver may only have lost its processor; one that is seen in as many ticks has
 * lasted {@value #TICK_MILLIS} ms times {@value #PATIENCE}, and no more than one tick longer.
 *
 * <p>It sleeps between two ticks, which needs no memory. The timed wait for a latch or a lock of the JDK does: when the heap is full it goes
 * on until that opens ({@code AbstractQueuedSynchronizer.acquireOnOOME}). And just then carriers are blocked: a virtual thread that finds
 * no memory to park with blocks its carrier instead (JDK 25, {@code VirtualThread.park}).
 */
final class StallMonitor {
    private static final long TICK_MILLIS = 20;

    /** In how many ticks after the first the same task is seen before its carrier is taken over. */
    private static final int PATIENCE = 2;

    /** The most threads that a group may have, blocked ones included; as many as the JDK's scheduler has by default. */
    private static final int MAX_THREADS = 256;

    private final List<Carrier> carriers;
    private final CarrierGroup group;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread thread;

    /** What was seen of each carrier at the last tick. Only for the monitor's thread. */
    private final Seen[] last;

    /**
     * What the monitor saw of a carrier.
     *
     * @param driver who drove it
     * @param turn inside which task
     * @param ticks how many times in a row
     */
    private record Seen(@Nullable CarrierThread driver, long turn, int ticks) {}

    StallMonitor(CarrierGroup group, List<Carrier> carriers) {
        this.group = group;
        this.carriers = carriers;
        this.last = new Seen[carriers.size()];
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("heddle-carrier-monitor")
                .inheritInheritableThreadLocals(false)
                .unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    /** Ends the monitor's thread, soon. */
    void close() {
        closed.set(true);
        thread.interrupt();
    }

    private void watch() {
        while (!closed.get()) {
            try {
                Thread.sleep(TICK_MILLIS);
                lookAtAll();
            } catch (InterruptedException e) {
                // Closed: nobody else interrupts it.
            } catch (OutOfMemoryError e) {
                // The sleep has ended with an interrupt that there is no memory to report.
            }
        }
    }

    private void lookAtAll() {
        for (int i = 0; i < last.length; i++) {
            try {
                look(i);
            } catch (Throwable e) {
                group.failed(e); // Most likely no memory for a thread: the next tick tries again.
            }
        }
    }

    private void look(int index) {
        CarrierThread driver = carriers.get(index).driver();
        long turn = driver == null ? 0 : driver.lease().turn();
        Seen before = last[index];
        if (driver == null
                || !Lease.isInTask(turn)
                || before == null
                || before.driver() != driver
                || before.turn() != turn) {
            last[index] = new Seen(driver, turn, 0);
            return;
        }
        last[index] = new Seen(driver, turn, before.ticks() + 1);
        if (before.ticks() + 1 >= PATIENCE && group.threads().sum() < MAX_THREADS) {
            carriers.get(index).startTakingOver(driver, turn);
        }
    }

    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }
}
