package dev.heddle.soak;

import dev.heddle.carrier.CarrierGroup;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A program that fills its heap beside a carrier, and blocks the carrier afterwards. */
final class BlockedCarrierApplication {
    static final String TAKEN_OVER = "another thread has taken the carrier over";

    private static final int FULL_MILLIS = 1000;
    private static final long MOST_SECONDS = 10;

    private BlockedCarrierApplication() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        CarrierGroup group = CarrierGroup.open(1, failure -> {});
        group.start();
        AtomicBoolean blocked = new AtomicBoolean(true);
        CountDownLatch other = new CountDownLatch(1);
        Runnable block = () -> {
            while (blocked.get()) {
                Thread.onSpinWait();
            }
        };
        Runnable run = other::countDown;
        int exhausted = FullHeap.hold(FULL_MILLIS);
        startOn(group, block);
        startOn(group, run);
        boolean takenOver = other.await(MOST_SECONDS, TimeUnit.SECONDS);
        blocked.set(false);
        group.close();
        System.out.println((takenOver ? TAKEN_OVER : "nobody has taken the carrier over") + ", " + exhausted
                + " times out of memory");
    }

    /** G1 may fail an allocation although its last collection has freed the heap: when collections took too much of the time before. */
    private static void startOn(CarrierGroup group, Runnable task) {
        while (true) {
            try {
                group.carrier(0).start("task", task);
                return;
            } catch (OutOfMemoryError e) {
                Thread.onSpinWait();
            }
        }
    }
}
