package dev.heddle.concurrent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The ways in which this server waits for a latch. Neither throws, and both restore the interrupt flag. No cell: it has no state. */
public final class Latches {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

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
     * Waits until a latch opens, at most for a time, by looking every millisecond. For a shutdown, which has to go on when the heap is
     * full: then the timed wait of the JDK's latch does not end at its time ({@code AbstractQueuedSynchronizer.acquireOnOOME}), while
     * this one allocates nothing on a platform thread. An interrupt ends this wait, and leaves the interrupt flag set.
     *
     * @return whether the latch is open
     */
    public static boolean poll(CountDownLatch latch, long nanos) {
        long deadline = System.nanoTime() + nanos;
        while (latch.getCount() > 0) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            Parking.parkNanos(latch, Math.min(left, POLL_NANOS));
        }
        return true;
    }

    /**
     * Waits as {@link #poll} does, but an interrupt does not end the wait; the interrupt flag is restored when it ends.
     *
     * @return whether the latch is open
     */
    public static boolean pollUninterruptibly(CountDownLatch latch, long nanos) {
        long deadline = System.nanoTime() + nanos;
        boolean interrupted = false;
        long left = nanos;
        while (!poll(latch, left) && left > 0) {
            interrupted |= Thread.interrupted();
            left = deadline - System.nanoTime();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return latch.getCount() == 0;
    }

    /**
     * Waits until a latch opens, at most for a time; when the heap is full, perhaps longer, until it opens. For a handler's thread, not for
     * one that others rely on. An interrupt ends this wait, and leaves the interrupt flag set.
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
