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
    private final Baton turn = new Baton();

    @Test
    void whoComesFirstIsServedFirst() throws InterruptedException {
        List<Integer> order = new ArrayList<>(); // guarded by the turn
        List<Thread> threads = new ArrayList<>();
        turn.acquire();
        for (int i = 0; i < 10; i++) {
            int number = i;
            threads.add(TestThreads.start(() -> {
                turn.acquire();
                order.add(number);
                turn.release();
            }));
            TestThreads.until(() -> turn.waiting() == number + 1);
        }
        turn.release();
        for (Thread thread : threads) {
            TestThreads.join(thread);
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(turn.acquisitions()).isEqualTo(11);
        assertThat(turn.contended()).isEqualTo(10);
        assertThat(turn.waiting()).isZero();
    }

    @Test
    void oneThreadHasItAtATime() throws InterruptedException {
        int[] count = {0}; // guarded by the turn: a plain increment would lose some
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(TestThreads.start(() -> {
                for (int round = 0; round < 1000; round++) {
                    turn.acquire();
                    count[0]++;
                    turn.release();
                }
            }));
        }
        for (Thread thread : threads) {
            TestThreads.join(thread);
        }
        assertThat(count[0]).isEqualTo(4000);
        assertThat(turn.acquisitions()).isEqualTo(4000);
    }

    @Test
    void anInterruptDoesNotEndTheWaitAndIsKept() throws InterruptedException {
        AtomicBoolean in = new AtomicBoolean();
        AtomicBoolean flagged = new AtomicBoolean();
        turn.acquire();
        Thread waiter = TestThreads.start(() -> {
            turn.acquire();
            in.set(true);
            flagged.set(Thread.currentThread().isInterrupted());
            turn.release();
        });
        TestThreads.untilWaiting(waiter);
        waiter.interrupt();
        // It has taken the flag down and waits again, or is about to.
        TestThreads.until(() -> !waiter.isInterrupted());
        TestThreads.untilWaiting(waiter);
        assertThat(in).isFalse();
        turn.release();
        TestThreads.join(waiter);
        assertThat(in).isTrue();
        assertThat(flagged).isTrue();
    }

    @Test
    void itTellsHowLongItWasHeld() {
        long before = System.nanoTime();
        turn.acquire();
        assertThat(turn.busyNanos()).as("without the present holder").isZero();
        turn.release();
        assertThat(turn.busyNanos()).isBetween(0L, System.nanoTime() - before);
        assertThat(turn.contended()).isZero();
    }

    @Test
    void aGateTellsHowLongOthersWaited() throws InterruptedException {
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
    void aGateLetsOneInAtATime() throws InterruptedException {
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
    void aMeterTellsWhichPartOfTheTimeItWasHeld() {
        UtilizationMeter meter = new UtilizationMeter(turn);
        assertThat(meter.baton()).isSameAs(turn);
        assertThat(meter.sinceStart()).isZero();
        meter.sample();
        assertThat(meter.recent()).isZero();
        turn.acquire();
        long since = System.nanoTime();
        TestThreads.until(() -> System.nanoTime() - since > 1_000_000);
        turn.release();
        meter.sample();
        assertThat(meter.recent()).isGreaterThan(0).isLessThanOrEqualTo(1);
        assertThat(meter.sinceStart()).isGreaterThan(0).isLessThanOrEqualTo(1);
        meter.sample();
        assertThat(meter.recent()).as("nobody held it since").isZero();
    }
}
