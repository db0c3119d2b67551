package dev.heddle.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Bounded waits, of at most half a minute, for what another thread does. */
public final class Eventually {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Eventually() {}

    /**
     * Waits until a condition holds.
     *
     * @throws AssertionError with the description if it does not hold in time
     */
    public static void await(String description, BooleanSupplier condition) {
        long until = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("not within " + TIMEOUT.toSeconds() + " s: " + description);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /**
     * Waits for a latch to open. Also used by handlers that are slow on purpose, so that none outlasts its test.
     *
     * @throws AssertionError if it does not open
     */
    public static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("not within " + TIMEOUT.toSeconds() + " s: a latch at " + latch.getCount());
        }
    }

    /** Starts a task on a platform thread of its own, so that it depends on no carrier. */
    public static <T> FutureTask<T> begin(Callable<T> task) {
        FutureTask<T> result = new FutureTask<>(task);
        Thread.ofPlatform().daemon().name("test-task").start(result);
        return result;
    }

    /** Waits for the result of such a task. */
    public static <T> T result(FutureTask<T> task) throws InterruptedException, ExecutionException, TimeoutException {
        return task.get(2 * TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
    }
}
