package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatonTest {
    private final Baton baton = new Baton();

    @Test
    void waitingThreadsGetTheBatonInOrderOfArrival() throws InterruptedException {
        List<Integer> order = new ArrayList<>(); // guarded by the baton
        List<Thread> threads = new ArrayList<>();
        baton.acquire();
        for (int i = 0; i < 10; i++) {
            int number = i;
            threads.add(TestThreads.start(() -> {
                baton.acquire();
                order.add(number);
                baton.release();
            }));
            TestThreads.until(() -> baton.waiting() == number + 1);
        }
        baton.release();
        for (Thread thread : threads) {
            TestThreads.join(thread);
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(baton.acquisitions()).isEqualTo(11);
        assertThat(baton.contended()).isEqualTo(10);
        assertThat(baton.waiting()).isZero();
    }

    @Test
    void onlyOneThreadHoldsTheBaton() throws InterruptedException {
        int[] count = {0}; // guarded by the baton: a plain increment would lose some
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(TestThreads.start(() -> {
                for (int round = 0; round < 1000; round++) {
                    baton.acquire();
                    count[0]++;
                    baton.release();
                }
            }));
        }
        for (Thread thread : threads) {
            TestThreads.join(thread);
        }
        assertThat(count[0]).isEqualTo(4000);
        assertThat(baton.acquisitions()).isEqualTo(4000);
    }

    @Test
    void interruptDoesNotEndTheWaitAndIsKept() throws InterruptedException {
        AtomicBoolean in = new AtomicBoolean();
        AtomicBoolean flagged = new AtomicBoolean();
        baton.acquire();
        Thread waiter = TestThreads.start(() -> {
            baton.acquire();
            in.set(true);
            flagged.set(Thread.currentThread().isInterrupted());
            baton.release();
        });
        TestThreads.untilWaiting(waiter);
        waiter.interrupt();
        // It has cleared the flag and waits again, or is about to.
        TestThreads.until(() -> !waiter.isInterrupted());
        TestThreads.untilWaiting(waiter);
        assertThat(in).isFalse();
        baton.release();
        TestThreads.join(waiter);
        assertThat(in).isTrue();
        assertThat(flagged).isTrue();
    }

    @Test
    void busyTimeIsTheTimeHeldByEarlierHolders() {
        long before = System.nanoTime();
        baton.acquire();
        assertThat(baton.busyNanos()).as("without the present holder").isZero();
        baton.release();
        assertThat(baton.busyNanos()).isBetween(0L, System.nanoTime() - before);
        assertThat(baton.contended()).isZero();
    }

    @Test
    void gateMeasuresHowLongAcceptorsWaited() throws InterruptedException {
        AcceptGate gate = new AcceptGate();
        gate.acquire();
        long since = System.nanoTime();
        Thread second = TestThreads.start(() -> {
            gate.acquire();
            gate.release();
        });
        TestThreads.until(() -> gate.waiting() == 1);
        long seen = System.nanoTime();
        // It has waited since before we saw it; let measurable time pass.
        TestThreads.until(() -> System.nanoTime() - seen > 1_000_000);
        gate.release();
        TestThreads.join(second);
        assertThat(gate.acquisitions()).isEqualTo(2);
        assertThat(gate.waiting()).isZero();
        assertThat(gate.maxWaitNanos()).isBetween(1_000_000L, System.nanoTime() - since);
        assertThat(gate.waitNanos()).isGreaterThanOrEqualTo(gate.maxWaitNanos());
    }

    @Test
    void gateAdmitsOneAcceptorAtATime() throws InterruptedException {
        AcceptGate gate = new AcceptGate();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean second = new AtomicBoolean();
        Thread first = TestThreads.start(() -> {
            gate.acquire();
            inside.countDown();
            TestThreads.await(go);
            assertThat(second).isFalse();
            gate.release();
        });
        TestThreads.await(inside);
        Thread next = TestThreads.start(() -> {
            gate.acquire();
            second.set(true);
            gate.release();
        });
        TestThreads.untilWaiting(next);
        assertThat(second).isFalse();
        go.countDown();
        TestThreads.join(first);
        TestThreads.join(next);
        assertThat(second).isTrue();
    }

    @Test
    void meterReportsThePartOfTimeTheBatonWasHeld() {
        UtilizationMeter meter = new UtilizationMeter(baton::busyNanos);
        assertThat(meter.sinceStart()).isZero();
        meter.sample();
        assertThat(meter.recent()).isZero();
        baton.acquire();
        long since = System.nanoTime();
        TestThreads.until(() -> System.nanoTime() - since > 1_000_000);
        baton.release();
        meter.sample();
        assertThat(meter.recent()).isGreaterThan(0).isLessThanOrEqualTo(1);
        assertThat(meter.sinceStart()).isGreaterThan(0).isLessThanOrEqualTo(1);
        meter.sample();
        assertThat(meter.recent()).as("not held since").isZero();
    }
}
