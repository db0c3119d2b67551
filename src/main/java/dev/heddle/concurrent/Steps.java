package dev.heddle.concurrent;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something that is over when a number of steps has been done, by whomever, and that can be waited for. */
public final class Steps {
    private static final Steps NONE = new Steps();

    private final CountDownLatch left;

    /** @param count how many steps, at least 1 */
    public Steps(int count) {
        left = new CountDownLatch(count);
    }

    private Steps() {
        left = new CountDownLatch(0);
    }

    /** Something that is over already; the same for all. */
    public static Steps none() {
        return NONE;
    }

    /** One step is done. What was written before it is seen by whoever has waited. */
    public void done() {
        left.countDown();
    }

    /** Whether all of them are done. */
    public boolean areDone() {
        return left.getCount() == 0;
    }

    /** Waits until all are done. An interrupt does not end the wait; it is kept for the caller to see. */
    public void await() {
        boolean interrupted = false;
        while (true) {
            try {
                left.await();
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
     * Waits until all are done, at most for a time. An interrupt ends this wait, and is kept for the caller to see.
     *
     * @return whether all are done
     */
    public boolean await(long nanos) {
        try {
            return left.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return areDone();
        }
    }
}
