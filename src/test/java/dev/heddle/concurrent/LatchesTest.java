package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two waits for a latch, and what each makes of an interrupt. */
@Timeout(60)
class LatchesTest {
    @Test
    void uninterruptibleWaitSurvivesAnInterruptAndRestoresTheFlag() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        AtomicBoolean kept = new AtomicBoolean();
        Thread waiting = TestThreads.start(() -> {
            Latches.awaitUninterruptibly(latch);
            kept.set(latch.getCount() == 0 && Thread.currentThread().isInterrupted());
        });
        TestThreads.untilWaiting(waiting);
        waiting.interrupt();
        TestThreads.until(() -> !waiting.isInterrupted()); // it has looked, and waits on
        latch.countDown();
        TestThreads.join(waiting);
        assertThat(kept).isTrue();
    }

    @Test
    void uninterruptibleWaitForAnOpenLatchReturnsAtOnce() {
        Latches.awaitUninterruptibly(new CountDownLatch(0));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void timedWaitReportsWhetherTheLatchIsOpen() {
        assertThat(Latches.await(new CountDownLatch(1), 1)).isFalse();
        assertThat(Latches.await(new CountDownLatch(0), 1)).isTrue();
    }

    @Test
    void timedWaitEndsWithAnInterruptAndKeepsTheFlag() {
        Thread.currentThread().interrupt();
        assertThat(Latches.await(new CountDownLatch(1), TimeUnit.MINUTES.toNanos(1)))
                .isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void timedWaitThatIsInterruptedReportsAnOpenLatch() {
        Thread.currentThread().interrupt();
        assertThat(Latches.await(new CountDownLatch(0), TimeUnit.MINUTES.toNanos(1)))
                .isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void pollingReportsWhetherTheLatchIsOpenAndEndsWithAnInterrupt() {
        assertThat(Latches.poll(new CountDownLatch(0), 0)).isTrue();
        assertThat(Latches.poll(new CountDownLatch(1), 1)).isFalse();
        Thread.currentThread().interrupt();
        assertThat(Latches.poll(new CountDownLatch(1), TimeUnit.MINUTES.toNanos(1)))
                .isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
