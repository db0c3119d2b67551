package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClosableSetTest {
    private static final long LONG = TimeUnit.HOURS.toNanos(1);

    private final ClosableSet<Object> set = new ClosableSet<>();

    @Test
    void addedMemberIsInTheSetUntilRemoved() {
        assertThat(set.add("a")).isTrue();
        assertThat(set.add("b")).isTrue();
        List<Object> seen = new ArrayList<>();
        set.forEach(seen::add);
        assertThat(seen).containsExactlyInAnyOrder("a", "b");
        assertThat(set.remove("a")).isTrue();
        assertThat(set.remove("a")).isFalse();
        assertThat(set.size()).isEqualTo(1);
    }

    @Test
    void addFailsAfterClose() {
        set.add("a");
        set.close();
        assertThat(set.add("b")).isFalse();
        assertThat(set.size()).isEqualTo(1);
        assertThat(set.remove("a")).isTrue();
    }

    @Test
    void emptySetIsNotWaitedFor() {
        set.close();
        assertThat(set.awaitEmpty(LONG)).isTrue();
    }

    @Test
    void waitForEmptyEndsAtItsTimeout() {
        set.add("a");
        set.close();
        assertThat(set.awaitEmpty(0)).isFalse();
        assertThat(set.awaitEmpty(1_000_000)).isFalse();
    }

    @Test
    void removingTheLastMemberEndsTheWaitDespiteInterrupts() throws InterruptedException {
        set.add("a");
        set.add("b");
        set.close();
        AtomicBoolean empty = new AtomicBoolean();
        AtomicBoolean flagged = new AtomicBoolean();
        Thread closer = TestThreads.start(() -> {
            empty.set(set.awaitEmpty(LONG));
            flagged.set(Thread.currentThread().isInterrupted());
        });
        TestThreads.untilWaiting(closer);
        set.remove("a");
        closer.interrupt();
        TestThreads.until(() -> !closer.isInterrupted());
        TestThreads.untilWaiting(closer);
        assertThat(closer.isAlive()).isTrue();
        set.remove("b");
        TestThreads.join(closer);
        assertThat(empty).isTrue();
        assertThat(flagged).isTrue();
    }

    /** Stops its thread where the set asks for its hash: before it is added, and before it is removed. */
    private static final class Latecomer {
        final CountDownLatch arrived = new CountDownLatch(1);
        final CountDownLatch goIn = new CountDownLatch(1);
        final CountDownLatch goOut = new CountDownLatch(1);
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            arrived.countDown();
            TestThreads.await(asked.getAndIncrement() == 0 ? goIn : goOut);
            return 1;
        }
    }

    @Test
    void failedAddDoesNotKeepTheClosingThreadWaiting() throws InterruptedException {
        Latecomer late = new Latecomer();
        AtomicBoolean in = new AtomicBoolean(true);
        Thread comer = TestThreads.start(() -> in.set(set.add(late)));
        TestThreads.await(late.arrived);
        set.close();
        late.goIn.countDown();
        TestThreads.until(() -> set.size() == 1);
        AtomicBoolean empty = new AtomicBoolean();
        Thread closer = TestThreads.start(() -> empty.set(set.awaitEmpty(LONG)));
        TestThreads.untilWaiting(closer);
        late.goOut.countDown();
        TestThreads.join(comer);
        assertThat(in).isFalse();
        TestThreads.join(closer);
        assertThat(empty).isTrue();
    }
}
