package dev.heddle.jcstress.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.support.Eventually;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The guard of the concurrency suite: it ends a wait that is lost, and does not take a slow actor for a lost wake-up. */
@Timeout(120)
@Execution(ExecutionMode.SAME_THREAD) // an actor of one test would count in the others
class WaitTest {
    private static final long ON_TIME = TimeUnit.MILLISECONDS.toNanos(50);

    private final Wait wait = new Wait("the actor", 3);

    @Test
    void waitThatEndsByItselfIsNotLost() {
        assertThat(wait.ended(() -> {})).isTrue();
    }

    @Test
    void parkedThreadThatIsNeverWokenIsUnparkedAndReportedLost() throws Exception {
        assertThat(endedOnNewThread()).isFalse();
    }

    @Test
    void waitThatOnlyAnInterruptEndsIsReportedLost() {
        assertThat(wait.ended(new CountDownLatch(1)::await)).isFalse();
    }

    @Test
    void waitsAfterALostOneAreSkipped() throws Exception {
        endedOnNewThread();
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
        CountDownLatch done = new CountDownLatch(1);
        Thread slow = new Cell_jcstress.ActorThread(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1500)); // Longer than it takes to find a lost wake-up.
            done.countDown();
        });
        slow.start();
        assertThat(wait.ended(done::await)).isTrue();
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
    void actorIsDoneWhenItHasStayedAtItsCheckpointWithTimeToLeaveIt() throws InterruptedException {
        Cell_jcstress.ActorThread actor = new Cell_jcstress.ActorThread();
        actor.start();
        Actors actors = new Actors();
        try {
            assertThat(actors.look(null, thread -> false)).isEqualTo(Actors.Others.MAY_END_IT);
            Eventually.await("the actor is done", () -> actors.look(null, thread -> false) == Actors.Others.ARE_DONE);
        } finally {
            actor.stop = true;
            actor.join();
        }
    }

    @Test
    void actorThatIsStuckItselfCannotEndAWait() throws InterruptedException {
        Cell_jcstress.ActorThread actor = new Cell_jcstress.ActorThread();
        actor.start();
        try {
            assertThat(new Actors().look(null, thread -> thread instanceof Cell_jcstress.ActorThread))
                    .isEqualTo(Actors.Others.ARE_DONE);
        } finally {
            actor.stop = true;
            actor.join();
        }
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

    /** Parks on a thread of its own: those of the test framework may have been unparked by it. */
    private boolean endedOnNewThread() throws Exception {
        FutureTask<Boolean> task = new FutureTask<>(() -> wait.ended(LockSupport::park));
        new Thread(task).start();
        return task.get();
    }

    /** Named like the classes that jcstress generates to call actors. */
    private static final class Cell_jcstress {
        /** An actor that is done with its stride, or, with a part to play, in the middle of a sample. */
        private static final class ActorThread extends Thread {
            private final @Nullable Runnable part;
            private volatile boolean stop;

            ActorThread() {
                this(null);
            }

            ActorThread(@Nullable Runnable part) {
                this.part = part;
            }

            @Override
            public void run() {
                if (part != null) {
                    part.run();
                } else {
                    awaitCheckpoint();
                }
            }

            private void awaitCheckpoint() {
                while (!stop) {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
