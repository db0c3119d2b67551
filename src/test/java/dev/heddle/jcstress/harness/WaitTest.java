package dev.heddle.jcstress.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The guard of the concurrency suite: it ends a wait that is lost, and does not take a slow actor for a lost wake-up. */
@Timeout(60)
class WaitTest {
    private static final long ON_TIME = TimeUnit.MILLISECONDS.toNanos(50);
    private static final StackTraceElement RUNNER =
            frame("dev.heddle.jcstress.concurrent.Cell_01_jcstress$Thread_actor");
    private static final StackTraceElement TEST = frame("dev.heddle.jcstress.concurrent.Cell_01");
    private static final StackTraceElement JDK = frame("java.lang.Thread");

    private final Wait wait = new Wait("the actor", 3);

    @Test
    void waitThatEndsByItselfIsNotLost() {
        assertThat(wait.ended(() -> {})).isTrue();
    }

    @Test
    void parkedThreadThatNobodyWakesIsUnparkedAndReportedLost() {
        assertThat(wait.ended(LockSupport::park)).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void waitThatOnlyAnInterruptEndsIsReportedLost() {
        assertThat(wait.ended(new CountDownLatch(1)::await)).isFalse();
    }

    @Test
    void waitsAfterALostOneAreSkipped() {
        wait.ended(LockSupport::park);
        AtomicBoolean ran = new AtomicBoolean();
        assertThat(wait.ended(() -> ran.set(true))).isFalse();
        assertThat(ran).isFalse();
    }

    @Test
    void lostWaitOfAVirtualThreadIsReported() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean(true);
        Thread.ofVirtual().start(() -> ended.set(wait.ended(LockSupport::park))).join();
        assertThat(ended).isFalse();
    }

    @Test
    void waitIsNotLostWhileAnotherActorIsInTheTest() throws InterruptedException {
        Thread waiting = Thread.currentThread();
        Thread slow = new Thread(() -> Cell_jcstress.call(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1500)); // Longer than it takes to find a lost wake-up.
            LockSupport.unpark(waiting);
        }));
        slow.start();
        assertThat(wait.ended(LockSupport::park)).isTrue();
        slow.join();
    }

    @Test
    void runningThreadIsNotLost() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
        assertThat(wait.ended(() -> {
                    while (System.nanoTime() - end < 0) {
                        Thread.onSpinWait();
                    }
                }))
                .isTrue();
    }

    @Test
    void actorIsDoneWhenItHasLeftTheTest() {
        assertThat(Actors.isActing(JDK, TEST, RUNNER, JDK)).isTrue();
        assertThat(Actors.isActing(JDK, RUNNER, JDK)).isFalse();
        assertThat(Actors.isActing(JDK, TEST, JDK)).isFalse();
    }

    @Test
    void actorThatIsStuckItselfCannotEndAWait() {
        Thread waiting = new Thread();
        Thread other = new Thread();
        Map<Thread, StackTraceElement[]> stacks = new HashMap<>();
        stacks.put(waiting, new StackTraceElement[] {TEST, RUNNER});
        stacks.put(other, new StackTraceElement[] {TEST, RUNNER});
        assertThat(Actors.noneCanEnd(waiting, thread -> false, stacks)).isFalse();
        assertThat(Actors.noneCanEnd(waiting, thread -> thread == other, stacks))
                .isTrue();
        stacks.put(other, new StackTraceElement[] {RUNNER});
        assertThat(Actors.noneCanEnd(waiting, thread -> false, stacks)).isTrue();
    }

    @Test
    void lateLooksCountATenth() {
        Patience patience = new Patience(50, 3);
        for (int i = 0; i < 2; i++) {
            patience.look(ON_TIME);
        }
        for (int i = 0; i < 9; i++) {
            patience.look(4 * ON_TIME);
        }
        assertThat(patience.isOver()).isFalse();
        patience.look(4 * ON_TIME);
        assertThat(patience.isOver()).isTrue();
        patience.restart();
        assertThat(patience.isOver()).isFalse();
    }

    private static StackTraceElement frame(String className) {
        return new StackTraceElement(className, "method", null, 1);
    }

    /** Named like the classes that jcstress generates to call actors. */
    private static final class Cell_jcstress {
        static void call(Runnable actor) {
            actor.run();
        }
    }
}
