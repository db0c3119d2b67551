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

    private final ClosableSet<Object> registry = new ClosableSet<>();

    @Test
    void whoComesInIsInUntilItLeaves() {
        assertThat(registry.add("a")).isTrue();
        assertThat(registry.add("b")).isTrue();
        List<Object> seen = new ArrayList<>();
        registry.forEach(seen::add);
        assertThat(seen).containsExactlyInAnyOrder("a", "b");
        assertThat(registry.remove("a")).isTrue();
        assertThat(registry.remove("a")).isFalse();
        assertThat(registry.size()).isEqualTo(1);
    }

    @Test
    void nobodyComesInOnceItIsClosed() {
        registry.add("a");
        registry.close();
        assertThat(registry.add("b")).isFalse();
        assertThat(registry.size()).isEqualTo(1);
        assertThat(registry.remove("a")).isTrue();
    }

    @Test
    void anEmptyOneIsNotWaitedFor() {
        registry.close();
        assertThat(registry.awaitEmpty(LONG)).isTrue();
    }

    @Test
    void theWaitEndsAtItsTime() {
        registry.add("a");
        registry.close();
        assertThat(registry.awaitEmpty(0)).isFalse();
        assertThat(registry.awaitEmpty(1_000_000)).isFalse();
    }

    @Test
    void theLastToLeaveEndsTheWaitWhateverInterruptsIt() throws InterruptedException {
        registry.add("a");
        registry.add("b");
        registry.close();
        AtomicBoolean empty = new AtomicBoolean();
        AtomicBoolean flagged = new AtomicBoolean();
        Thread closer = TestThreads.start(() -> {
            empty.set(registry.awaitEmpty(LONG));
            flagged.set(Thread.currentThread().isInterrupted());
        });
        TestThreads.untilWaiting(closer);
        registry.remove("a");
        closer.interrupt();
        TestThreads.until(() -> !closer.isInterrupted());
        TestThreads.untilWaiting(closer);
        assertThat(closer.isAlive()).isTrue();
        registry.remove("b");
        TestThreads.join(closer);
        assertThat(empty).isTrue();
        assertThat(flagged).isTrue();
    }

    /** Stops its thread where the set asks for its hash: before it is added, and before it is taken out again. */
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
    void oneThatComesTooLateDoesNotKeepTheCloserWaiting() throws InterruptedException {
        Latecomer late = new Latecomer();
        AtomicBoolean in = new AtomicBoolean(true);
        Thread comer = TestThreads.start(() -> in.set(registry.add(late)));
        TestThreads.await(late.arrived);
        registry.close();
        late.goIn.countDown();
        TestThreads.until(() -> registry.size() == 1);
        AtomicBoolean empty = new AtomicBoolean();
        Thread closer = TestThreads.start(() -> empty.set(registry.awaitEmpty(LONG)));
        TestThreads.untilWaiting(closer);
        late.goOut.countDown();
        TestThreads.join(comer);
        assertThat(in).isFalse();
        TestThreads.join(closer);
        assertThat(empty).isTrue();
    }
}
