package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the cells with a state each do, one step after the other; their races are the concurrency suite's. */
@Timeout(60)
class StepByStepTest {
    @Test
    void resourceIsUsedByOneThreadAtATimeAndNotAfterClose() {
        CloseGuard guard = new CloseGuard();
        assertThat(guard.tryBegin()).isTrue();
        assertThat(guard.tryBegin()).as("while it is used").isFalse();
        assertThat(guard.end()).isFalse();
        assertThat(guard.tryBegin()).as("when it is free again").isTrue();
        assertThat(guard.end()).isFalse();
        assertThat(guard.isClosed()).isFalse();
        assertThat(guard.close()).as("close of a free one releases it").isTrue();
        assertThat(guard.close()).as("once").isFalse();
        assertThat(guard.tryBegin()).isFalse();
        assertThat(guard.isClosed()).isTrue();
    }

    @Test
    void closeDuringUseIsCompletedByTheUsingThread() {
        CloseGuard guard = new CloseGuard();
        assertThat(guard.tryBegin()).isTrue();
        assertThat(guard.close()).isFalse();
        assertThat(guard.isClosed()).isTrue();
        assertThat(guard.end()).isTrue();
        assertThat(guard.tryBegin()).isFalse();
    }

    @Test
    void handlerIsInterruptedOnceAndNotAfterItReturned() {
        InterruptGuard guard = new InterruptGuard(Thread.currentThread());
        assertThat(guard.isOpen()).isTrue();
        assertThat(guard.interruptOnce()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(guard.interruptOnce()).isFalse();
        assertThat(guard.isOpen()).isFalse();
        guard.close();
        InterruptGuard ended = new InterruptGuard(Thread.currentThread());
        ended.close();
        assertThat(ended.interruptOnce()).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void quotaGivesAllUnitsOrNone() {
        Quota quota = new Quota(10);
        assertThat(quota.tryAcquire(7)).isTrue();
        assertThat(quota.tryAcquire(4)).isFalse();
        assertThat(quota.tryAcquire(3)).isTrue();
        assertThat(quota.tryAcquire(0)).isTrue();
        assertThat(quota.used()).isEqualTo(10);
        quota.release(7);
        assertThat(quota.tryAcquire(Long.MAX_VALUE)).isFalse();
        assertThat(quota.used()).isEqualTo(3);
    }

    @Test
    void longestMatchingPathIsFound() {
        PrefixMap<Integer> values = new PrefixMap<>(String::startsWith);
        assertThat(values.find("/a")).isNull();
        assertThat(values.add("/", 1)).isTrue();
        assertThat(values.add("/a/b", 3)).isTrue();
        assertThat(values.add("/a", 2)).isTrue();
        assertThat(values.add("/a", 4)).as("the path is taken").isFalse();
        assertThat(values.find("/a/b/c")).isEqualTo(3);
        assertThat(values.find("/ab")).isEqualTo(2);
        assertThat(values.find("/x")).isEqualTo(1);
        assertThat(values.remove("/a", 9)).as("another value").isFalse();
        assertThat(values.remove("/a", 2)).isTrue();
        assertThat(values.remove("/a", null)).isFalse();
        assertThat(values.find("/ab")).isEqualTo(1);
    }
}
