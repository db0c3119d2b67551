package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What the two-threaded tests need: threads that are joined, and waits that end in a failure instead of never. */
final class TestThreads {
    private static final long PATIENCE_SECONDS = 20;

    private TestThreads() {}

    /** Starts a thread; {@link #join} is to follow. */
    static Thread start(Runnable task) {
        return Thread.ofVirtual().start(task);
    }

    static void join(Thread thread) throws InterruptedException {
        assertThat(thread.join(Duration.ofSeconds(PATIENCE_SECONDS)))
                .as("the thread has ended")
                .isTrue();
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until something is seen that another thread is about to bring about. */
    static void until(BooleanSupplier seen) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!seen.getAsBoolean()) {
            assertThat(System.nanoTime()).as("still waiting").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Waits until a thread is parked or blocked. */
    static void untilWaiting(Thread thread) {
        until(() -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
    }
}
