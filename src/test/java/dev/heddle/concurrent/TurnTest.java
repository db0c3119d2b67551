package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnTest {
    private final Turn turn = new Turn();

    @Test
    void whoComesFirstIsServedFirst() throws InterruptedException {
        List<Integer> order = new ArrayList<>(); // guarded by the turn
        List<Thread> threads = new ArrayList<>();
        turn.enter();
        for (int i = 0; i < 10; i++) {
            int number = i;
            threads.add(Threads.start(() -> {
                turn.enter();
                order.add(number);
                turn.leave();
            }));
            Threads.until(() -> turn.waiting() == number + 1);
        }
        turn.leave();
        for (Thread thread : threads) {
            Threads.join(thread);
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(turn.entries()).isEqualTo(11);
        assertThat(turn.waits()).isEqualTo(10);
        assertThat(turn.waiting()).isZero();
    }

    @Test
    void oneThreadHasItAtATime() throws InterruptedException {
        int[] count = {0}; // guarded by the turn: a plain increment would lose some
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Threads.start(() -> {
                for (int round = 0; round < 1000; round++) {
                    turn.enter();
                    count[0]++;
                    turn.leave();
                }
            }));
        }
        for (Thread thread : threads) {
            Threads.join(thread);
        }
        assertThat(count[0]).isEqualTo(4000);
        assertThat(turn.entries()).isEqualTo(4000);
    }

    @Test
    void anInterruptDoesNotEndTheWaitAndIsKept() throws InterruptedException {
        AtomicBoolean in = new AtomicBoolean();
        AtomicBoolean flagged = new AtomicBoolean();
        turn.enter();
        Thread waiter = Threads.start(() -> {
            turn.enter();
            in.set(true);
            flagged.set(Thread.currentThread().isInterrupted());
            turn.leave();
        });
        Threads.untilWaiting(waiter);
        waiter.interrupt();
        // It has taken the flag down and waits again, or is about to.
        Threads.until(() -> !waiter.isInterrupted());
        Threads.untilWaiting(waiter);
        assertThat(in).isFalse();
        turn.leave();
        Threads.join(waiter);
        assertThat(in).isTrue();
        assertThat(flagged).isTrue();
    }

    @Test
    void itTellsHowLongItWasHeld() {
        long before = System.nanoTime();
        turn.enter();
        assertThat(turn.busyNanos()).as("without the present holder").isZero();
        turn.leave();
        assertThat(turn.busyNanos()).isBetween(0L, System.nanoTime() - before);
        assertThat(turn.waits()).isZero();
    }

    @Test
    void aGateTellsHowLongOthersWaited() throws InterruptedException {
        AcceptGate gate = new AcceptGate();
        gate.enter();
        long since = System.nanoTime();
        Thread second = Threads.start(() -> {
            gate.enter();
            gate.leave();
        });
        Threads.until(() -> gate.waiting() == 1);
        long seen = System.nanoTime();
        // It has waited since before we saw it; let measurable time pass.
        Threads.until(() -> System.nanoTime() - seen > 1_000_000);
        gate.leave();
        Threads.join(second);
        assertThat(gate.passes()).isEqualTo(2);
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
        Thread first = Threads.start(() -> {
            gate.enter();
            inside.countDown();
            Threads.await(go);
            assertThat(second).isFalse();
            gate.leave();
        });
        Threads.await(inside);
        Thread next = Threads.start(() -> {
            gate.enter();
            second.set(true);
            gate.leave();
        });
        Threads.untilWaiting(next);
        assertThat(second).isFalse();
        go.countDown();
        Threads.join(first);
        Threads.join(next);
        assertThat(second).isTrue();
    }

    @Test
    void aMeterTellsWhichPartOfTheTimeItWasHeld() {
        BusyMeter meter = new BusyMeter(turn);
        assertThat(meter.turn()).isSameAs(turn);
        assertThat(meter.sinceStart()).isZero();
        meter.sample();
        assertThat(meter.latest()).isZero();
        turn.enter();
        long since = System.nanoTime();
        Threads.until(() -> System.nanoTime() - since > 1_000_000);
        turn.leave();
        meter.sample();
        assertThat(meter.latest()).isGreaterThan(0).isLessThanOrEqualTo(1);
        assertThat(meter.sinceStart()).isGreaterThan(0).isLessThanOrEqualTo(1);
        meter.sample();
        assertThat(meter.latest()).as("nobody held it since").isZero();
    }
}
