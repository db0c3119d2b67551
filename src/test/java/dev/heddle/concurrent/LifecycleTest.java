package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifecycleTest {
    private static final long LONG = TimeUnit.HOURS.toNanos(1);

    private final Lifecycle lifecycle = new Lifecycle();

    private void is(boolean running, boolean draining, boolean retiring) {
        assertThat(lifecycle.isRunning()).isEqualTo(running);
        assertThat(lifecycle.isDraining()).isEqualTo(draining);
        assertThat(lifecycle.isClosingIdle()).isEqualTo(retiring);
    }

    @Test
    void serverGoesThroughItsStatesOnce() {
        is(false, false, false);
        lifecycle.start();
        is(true, false, false);
        assertThat(lifecycle.awaitDraining(0)).isFalse();
        assertThat(lifecycle.drain()).isTrue();
        is(false, true, false);
        assertThat(lifecycle.awaitDraining(LONG)).isTrue();
        assertThat(lifecycle.isEndingReplies()).isFalse();
        lifecycle.endReplies();
        assertThat(lifecycle.isEndingReplies()).isTrue();
        is(false, true, false);
        lifecycle.closeIdle();
        assertThat(lifecycle.isEndingReplies()).isTrue();
        is(false, true, true);
        assertThat(lifecycle.awaitClosed(0)).isFalse();
        lifecycle.close();
        is(false, true, true);
        assertThat(lifecycle.awaitClosed(LONG)).isTrue();
    }

    @Test
    void serverStartsOnce() {
        lifecycle.start();
        assertThatIllegalStateException().isThrownBy(lifecycle::start).withMessage("the server is running already");
        lifecycle.drain();
        assertThatIllegalStateException()
                .isThrownBy(lifecycle::start)
                .withMessage("a closed server cannot be started again");
    }

    @Test
    void serverMayBeClosedBeforeItIsStarted() {
        assertThat(lifecycle.drain()).isTrue();
        is(false, true, false);
        assertThatIllegalStateException()
                .isThrownBy(lifecycle::start)
                .withMessage("a closed server cannot be started again");
    }

    @Test
    void onlyOneThreadBeginsToClose() throws InterruptedException {
        lifecycle.start();
        AtomicInteger firsts = new AtomicInteger();
        Runnable closes = () -> {
            if (lifecycle.drain()) {
                firsts.incrementAndGet();
            }
        };
        Thread other = TestThreads.start(closes);
        closes.run();
        TestThreads.join(other);
        assertThat(firsts).hasValue(1);
        assertThat(lifecycle.drain()).isFalse();
        lifecycle.closeIdle();
        assertThat(lifecycle.drain()).isFalse();
        lifecycle.close();
        assertThat(lifecycle.drain()).isFalse();
    }

    @Test
    void threadWaitingForTheCloseIsWoken() throws InterruptedException {
        lifecycle.start();
        AtomicBoolean draining = new AtomicBoolean();
        AtomicBoolean closed = new AtomicBoolean();
        Thread backingOff = TestThreads.start(() -> draining.set(lifecycle.awaitDraining(LONG)));
        Thread secondCloser = TestThreads.start(() -> closed.set(lifecycle.awaitClosed(LONG)));
        TestThreads.untilWaiting(backingOff);
        TestThreads.untilWaiting(secondCloser);
        lifecycle.drain();
        TestThreads.join(backingOff);
        assertThat(draining).isTrue();
        assertThat(secondCloser.isAlive()).isTrue();
        lifecycle.closeIdle();
        lifecycle.close();
        TestThreads.join(secondCloser);
        assertThat(closed).isTrue();
    }

    @Test
    void interruptEndsALifecycleWaitAndIsKept() throws InterruptedException {
        AtomicBoolean result = new AtomicBoolean(true);
        AtomicBoolean flagged = new AtomicBoolean();
        Thread waiter = TestThreads.start(() -> {
            result.set(lifecycle.awaitClosed(LONG));
            flagged.set(Thread.currentThread().isInterrupted());
        });
        TestThreads.untilWaiting(waiter);
        waiter.interrupt();
        TestThreads.join(waiter);
        assertThat(result).isFalse();
        assertThat(flagged).isTrue();
    }
}
