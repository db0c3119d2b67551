package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedExecutorTest {
    /** Workers that have been asked for and are run one by one by the test. */
    private final Queue<Runnable> workers = new ArrayDeque<>();

    private final List<Integer> done = new ArrayList<>();

    @Test
    void workersAreNotStartedBeyondTheLimit() {
        BoundedExecutor executor = new BoundedExecutor("long", 2, workers::add);
        for (int i = 0; i < 5; i++) {
            int number = i;
            executor.submit(() -> done.add(number));
        }
        assertThat(workers).hasSize(2);
        assertThat(executor.running()).isEqualTo(2);
        assertThat(executor.waiting()).isEqualTo(3);
        assertThat(executor.submitted()).isEqualTo(5);
        assertThat(executor.name()).isEqualTo("long");
        assertThat(executor.limit()).isEqualTo(2);
        workers.remove().run();
        workers.remove().run();
        assertThat(done).as("in the order in which they came").containsExactly(0, 1, 2, 3, 4);
        assertThat(executor.running()).isZero();
        assertThat(executor.waiting()).isZero();
    }

    @Test
    void idleWorkerEndsAndTheNextTaskStartsAnother() {
        BoundedExecutor executor = new BoundedExecutor("normal", 1, workers::add);
        for (int i = 0; i < 3; i++) {
            int number = i;
            executor.submit(() -> done.add(number));
            assertThat(workers).hasSize(1);
            workers.remove().run();
        }
        assertThat(done).containsExactly(0, 1, 2);
    }

    @Test
    void taskSubmittedDuringTheLastOneIsTakenByItsWorker() {
        BoundedExecutor executor = new BoundedExecutor("normal", 1, workers::add);
        executor.submit(() -> {
            done.add(1);
            executor.submit(() -> done.add(2));
        });
        workers.remove().run();
        assertThat(workers).isEmpty();
        assertThat(done).containsExactly(1, 2);
    }

    @Test
    void submittingThreadRunsTheTaskIfNoWorkerCanBeStarted() {
        for (Throwable cause : List.of(new RejectedExecutionException(), new OutOfMemoryError("no thread"))) {
            done.clear();
            BoundedExecutor executor = new BoundedExecutor("normal", 2, task -> sneak(cause));
            executor.submit(() -> done.add(1));
            executor.submit(() -> done.add(2));
            assertThat(done).as("by the submitting threads").containsExactly(1, 2);
            assertThat(executor.running()).isZero();
        }
    }

    @Test
    void submittingThreadRunsTheOldestWaitingTaskIfNoWorkerCanBeStarted() {
        boolean[] full = {false};
        Executor limited = task -> {
            if (full[0]) {
                throw new RejectedExecutionException();
            }
            workers.add(task);
        };
        BoundedExecutor executor = new BoundedExecutor("normal", 2, limited);
        executor.submit(() -> done.add(1));
        full[0] = true;
        executor.submit(() -> done.add(2));
        assertThat(done).as("the longest waiting first").containsExactly(1);
        workers.remove().run();
        assertThat(done).containsExactly(1, 2);
        assertThat(executor.running()).isZero();
    }

    @Test
    void limitHoldsWithRealThreads() throws InterruptedException {
        int messages = 500;
        AtomicInteger running = new AtomicInteger();
        LongAccumulator peak = new LongAccumulator(Math::max, 0);
        CountDownLatch all = new CountDownLatch(2 * messages);
        BoundedExecutor executor =
                new BoundedExecutor("normal", 3, task -> Thread.ofVirtual().start(task));
        Runnable brings = () -> {
            for (int i = 0; i < messages; i++) {
                executor.submit(() -> {
                    peak.accumulate(running.incrementAndGet());
                    Thread.onSpinWait();
                    running.decrementAndGet();
                    all.countDown();
                });
            }
        };
        Thread one = TestThreads.start(brings);
        Thread two = TestThreads.start(brings);
        TestThreads.join(one);
        TestThreads.join(two);
        TestThreads.await(all);
        assertThat(peak.get()).isBetween(1L, 3L);
        assertThat(executor.submitted()).isEqualTo(2L * messages);
        TestThreads.until(() -> executor.running() == 0);
    }

    @Test
    void limitBelowOneIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BoundedExecutor("normal", 0, workers::add))
                .withMessageContaining("not 0");
    }

    private static void sneak(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        throw (RejectedExecutionException) cause;
    }

    @Test
    void taskWhoseFailureCannotBeReportedLooksRunToTheSubmittingThread() throws InterruptedException {
        BoundedExecutor executor = new BoundedExecutor("normal", 1, Runnable::run);
        Thread submitting = new Thread(() -> {
            executor.submit(() -> {
                throw new OutOfMemoryError("on purpose");
            });
            executor.submit(() -> done.add(1));
        });
        submitting.setUncaughtExceptionHandler((thread, failure) -> {
            throw new OutOfMemoryError("no memory for a report");
        });
        submitting.start();
        submitting.join();
        assertThat(done).containsExactly(1);
        assertThat(executor.running()).isZero();
    }
}
