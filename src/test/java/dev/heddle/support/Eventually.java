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

/** Waits that end: for what another thread brings about, at most half a minute. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Eventually() {}

    /**
     * Waits until something is so.
     *
     * @throws AssertionError with the description if it does not become so
     */
    public static void await(String description, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + description);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /**
     * Waits for a latch to open. Also for handlers that are slow on purpose: none outlasts its test.
     *
     * @throws AssertionError if it does not open
     */
    public static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: a latch at " + latch.getCount());
        }
    }

    /** Begins something on a platform thread of its own, so that it depends on no carrier. */
    public static <T> FutureTask<T> begin(Callable<T> task) {
        FutureTask<T> result = new FutureTask<>(task);
        Thread.ofPlatform().daemon().name("test-beside").start(result);
        return result;
    }

    /** What came of it. */
    public static <T> T result(FutureTask<T> task) throws InterruptedException, ExecutionException, TimeoutException {
        return task.get(2 * PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    }
}
