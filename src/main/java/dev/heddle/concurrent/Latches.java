package dev.heddle.concurrent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The two ways in which this server waits for a latch. Neither throws, and both restore the interrupt flag. No cell: it has no state. */
public final class Latches {
    private Latches() {}

    /** Waits until a latch opens. An interrupt does not end the wait; the interrupt flag is restored when it ends. */
    public static void awaitUninterruptibly(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until a latch opens, at most for a time. An interrupt ends this wait, and leaves the interrupt flag set.
     *
     * @return whether the latch is open
     */
    public static boolean await(CountDownLatch latch, long nanos) {
        try {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return latch.getCount() == 0;
        }
    }
}
