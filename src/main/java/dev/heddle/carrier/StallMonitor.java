package dev.heddle.carrier;

import dev.heddle.concurrent.Lease;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Has another thread take over each carrier whose driver stays inside one task, because the task blocks it or computes for long: one
 * platform thread for each group of carriers.
 *
 * <p>A task is looked at several times before that, as the driver may only have lost its processor; one that is seen in as many ticks has
 * lasted {@value #TICK_MILLIS} ms times {@value #PATIENCE}, and no more than one tick longer.
 */
final class StallMonitor {
    private static final long TICK_MILLIS = 20;

    /** In how many ticks after the first the same task is seen before its carrier is taken over. */
    private static final int PATIENCE = 2;

    /** The most threads that a group may have, blocked ones included; as many as the JDK's scheduler has by default. */
    private static final int MAX_THREADS = 256;

    private final List<Carrier> carriers;
    private final CarrierGroup group;
    private final CountDownLatch closed = new CountDownLatch(1);
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
        this.thread =
                Thread.ofPlatform().daemon().name("heddle-carrier-monitor").unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    /** Ends the monitor's thread, soon. */
    void close() {
        closed.countDown();
    }

    private void watch() {
        while (!awaitClosed()) {
            for (int i = 0; i < last.length; i++) {
                try {
                    look(i);
                } catch (Throwable e) {
                    group.failed(e); // Most likely no memory for a thread: the next tick tries again.
                }
            }
        }
    }

    private boolean awaitClosed() {
        try {
            return closed.await(TICK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false; // Nobody who should ends this thread so.
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
