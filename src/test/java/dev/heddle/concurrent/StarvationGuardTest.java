package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StarvationGuardTest {
    private final StarvationGuard guard = new StarvationGuard();

    @Test
    void noThreadStarvesWhileAllStart() {
        long seen = guard.startCount();
        assertThat(guard.isStarving(seen)).isFalse();
        guard.willStart();
        guard.started();
        assertThat(guard.isStarving(seen)).as("one has started since").isFalse();
        assertThat(guard.isStarving(guard.startCount())).isFalse();
    }

    @Test
    void pendingThreadThatDoesNotStartIsStarving() {
        guard.willStart();
        guard.willStart();
        long seen = guard.startCount();
        assertThat(guard.isStarving(seen)).isTrue();
        guard.started();
        assertThat(guard.isStarving(seen)).isFalse();
        assertThat(guard.isStarving(guard.startCount())).isTrue();
        guard.started();
        assertThat(guard.isStarving(guard.startCount())).isFalse();
    }

    @Test
    void yieldingThreadGoesOnWhenAPendingOneStarts() throws Exception {
        guard.willStart();
        guard.willStart();
        Thread serving = Thread.ofVirtual().start(() -> guard.yieldToPending(0));
        TestThreads.untilWaiting(serving);
        guard.started();
        TestThreads.join(serving);
        guard.yieldToPending(0); // does not wait: a thread has started since
    }

    @Test
    void interruptDoesNotEndYieldingAndIsKept() throws Exception {
        guard.willStart();
        boolean[] kept = new boolean[1];
        Thread serving = Thread.ofVirtual().start(() -> {
            guard.yieldToPending(0);
            kept[0] = Thread.interrupted();
        });
        TestThreads.untilWaiting(serving);
        serving.interrupt();
        TestThreads.untilWaiting(serving);
        guard.started();
        TestThreads.join(serving);
        assertThat(kept[0]).isTrue();
    }

    @Test
    void threadThatYieldsToExternalOnesIsPendingAndReturnsByItself() {
        long seen = guard.startCount();
        guard.yieldToExternal();
        assertThat(guard.startCount()).isEqualTo(seen + 1);
        assertThat(guard.isStarving(guard.startCount())).isFalse();
        Thread.currentThread().interrupt();
        guard.yieldToExternal();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(guard.startCount()).isEqualTo(seen + 2);
    }
}
