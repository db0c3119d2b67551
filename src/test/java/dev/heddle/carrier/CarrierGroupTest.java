package dev.heddle.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Virtual threads on carriers of our own behave as on the JVM's. */
@Timeout(60)
class CarrierGroupTest {
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private CarrierGroup group(int size) throws IOException {
        CarrierGroup group = CarrierGroup.open(size, failures::add);
        group.start();
        return group;
    }

    private void end(CarrierGroup group) {
        group.close();
        Eventually.await(
                "the threads of the carriers end", () -> group.threads().sum() == 0);
        assertThat(failures).isEmpty();
    }

    @Test
    void threadRunsAsAVirtualThreadWithItsName() throws Exception {
        CarrierGroup group = group(2);
        AtomicReference<Thread> seen = new AtomicReference<>();
        CountDownLatch ran = new CountDownLatch(1);
        group.carrier(1).start("heddle-test", () -> {
            seen.set(Thread.currentThread());
            ran.countDown();
        });
        Eventually.await(ran);
        assertThat(seen.get().isVirtual()).isTrue();
        assertThat(seen.get().getName()).isEqualTo("heddle-test");
        end(group);
    }

    @Test
    @SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // it is the waits that are tried
    void threadComesBackFromEveryKindOfWait(@TempDir Path directory) throws Exception {
        CarrierGroup group = group(1);
        Path file = Files.writeString(directory.resolve("file"), "content");
        ReentrantLock lock = new ReentrantLock();
        Object monitor = new Object();
        List<String> steps = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        lock.lock();
        group.carrier(0).start("heddle-test", () -> {
            try {
                Thread.sleep(5);
                steps.add("slept");
                lock.lock();
                steps.add("locked");
                synchronized (monitor) {
                    monitor.wait(5);
                }
                steps.add("waited");
                steps.add(Files.readString(file));
                LockSupport.parkNanos(1000);
                Thread child = Thread.startVirtualThread(() -> steps.add("child"));
                child.join();
                try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
                    steps.add(each.submit(() -> "submitted").get());
                }
                done.countDown();
            } catch (Exception e) {
                failures.add(e);
            }
        });
        lock.unlock();
        Eventually.await(done);
        assertThat(steps).containsExactly("slept", "locked", "waited", "content", "child", "submitted");
        end(group);
    }

    @Test
    void interruptEndsASleep() throws Exception {
        CarrierGroup group = group(1);
        AtomicReference<Thread> sleeper = new AtomicReference<>();
        CountDownLatch interrupted = new CountDownLatch(1);
        group.carrier(0).start("heddle-test", () -> {
            sleeper.set(Thread.currentThread());
            try {
                TimeUnit.HOURS.sleep(1);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        Eventually.await(
                "it sleeps", () -> sleeper.get() != null && sleeper.get().getState() == Thread.State.TIMED_WAITING);
        sleeper.get().interrupt();
        Eventually.await(interrupted);
        end(group);
    }

    /** A class that is being initialized pins its thread, on every JDK. */
    private static final class Pinning {
        static final CountDownLatch PINNED = new CountDownLatch(1);
        static final CountDownLatch FREE = new CountDownLatch(1);

        private static final class Initialized {
            static final boolean ENDED = pin();

            private static boolean pin() {
                PINNED.countDown();
                try {
                    Eventually.await(FREE);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return true;
            }
        }
    }

    @Test
    void othersRunWhileAThreadPinsItsCarrier() throws Exception {
        CarrierGroup group = group(1);
        CountDownLatch ended = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(100);
        group.carrier(0).start("heddle-pins", () -> {
            if (Pinning.Initialized.ENDED) {
                ended.countDown();
            }
        });
        Eventually.await(Pinning.PINNED);
        IntStream.range(0, 100)
                .forEach(i -> group.carrier(0).start("heddle-test", () -> {
                    LockSupport.parkNanos(1000);
                    others.countDown();
                }));
        Eventually.await(others);
        Pinning.FREE.countDown();
        Eventually.await(ended);
        Eventually.await(
                "the thread that was taken over ends", () -> group.threads().sum() == 1);
        end(group);
    }

    @Test
    void othersRunWhileAThreadComputes() throws Exception {
        CarrierGroup group = group(1);
        CountDownLatch others = new CountDownLatch(10);
        CountDownLatch ended = new CountDownLatch(1);
        group.carrier(0).start("heddle-computes", () -> {
            spinUntil(() -> others.getCount() == 0);
            ended.countDown();
        });
        IntStream.range(0, 10).forEach(i -> group.carrier(0).start("heddle-test", others::countDown));
        Eventually.await(ended);
        end(group);
    }

    private static void spinUntil(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean() && System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void threadsThatAThreadStartsRunOnAllCarriers() throws Exception {
        CarrierGroup group = group(2);
        CountDownLatch bothRun = new CountDownLatch(2);
        CountDownLatch ended = new CountDownLatch(2);
        group.carrier(0).start("heddle-parent", () -> {
            for (int i = 0; i < 2; i++) {
                Thread.startVirtualThread(() -> {
                    bothRun.countDown();
                    spinUntil(() -> bothRun.getCount() == 0);
                    ended.countDown();
                });
            }
        });
        Eventually.await(ended);
        assertThat(bothRun.getCount()).isZero();
        end(group);
    }

    @Test
    void threadThatOutlivesItsGroupGoesOn() throws Exception {
        CarrierGroup group = group(1);
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        group.carrier(0).start("heddle-test", () -> {
            try {
                Eventually.await(closed);
                Thread.sleep(5);
                ended.countDown();
            } catch (InterruptedException e) {
                failures.add(e);
            }
        });
        end(group);
        closed.countDown();
        Eventually.await(ended);
        end(group);
    }

    /** A carrier that ran everything of its inbox first would never look at its sockets, or at what all share. */
    @Test
    @SuppressWarnings("ThreadPriorityCheck") // yielding is what keeps the carrier busy
    void threadsThatWakeEachOtherDoNotKeepOthersWaiting() throws Exception {
        CarrierGroup group = group(1);
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            group.carrier(0).start("heddle-busy", () -> {
                while (over.getCount() > 0) {
                    Thread.yield();
                }
                ended.countDown();
            });
        }
        for (int i = 0; i < 100; i++) {
            CountDownLatch started = new CountDownLatch(2);
            group.carrier(0).start("heddle-test", started::countDown);
            group.startMessage("heddle-test", started::countDown);
            Eventually.await(started);
        }
        over.countDown();
        Eventually.await(ended);
        assertThat(group.carrier(0).messages().sum()).isEqualTo(100);
        end(group);
    }

    /** A carrier that ran shared tasks as long as there are any would never look at its inbox, or at its sockets. */
    @Test
    @SuppressWarnings("ThreadPriorityCheck") // yielding is what keeps the carrier busy
    void threadsThatRunAnywhereDoNotKeepOthersWaiting() throws Exception {
        CarrierGroup group = group(1);
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            group.startAnywhere("heddle-busy", () -> {
                while (over.getCount() > 0) {
                    Thread.yield();
                }
                ended.countDown();
            });
        }
        for (int i = 0; i < 100; i++) {
            CountDownLatch started = new CountDownLatch(1);
            group.carrier(0).start("heddle-test", started::countDown);
            Eventually.await(started);
        }
        over.countDown();
        Eventually.await(ended);
        end(group);
    }

    @Test
    void busyFractionTellsAnIdleCarrierFromABusyOne() throws Exception {
        CarrierGroup group = group(2);
        CountDownLatch ended = new CountDownLatch(1);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        group.carrier(1).start("heddle-computes", () -> {
            spinUntil(() -> System.nanoTime() - until > 0);
            ended.countDown();
        });
        Eventually.await(ended);
        assertThat(group.carrier(1).utilization().sinceStart())
                .isGreaterThan(group.carrier(0).utilization().sinceStart());
        end(group);
    }
}
