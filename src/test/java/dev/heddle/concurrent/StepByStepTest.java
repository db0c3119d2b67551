package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the cells with a state each do, one step after the other; their races are the concurrency suite's. */
@Timeout(60)
class StepByStepTest {
    @Test
    void aUseIsByOneAtATimeAndByNobodyAfterItsEnd() {
        CloseGuard usage = new CloseGuard();
        assertThat(usage.tryBegin()).isTrue();
        assertThat(usage.tryBegin()).as("while it is used").isFalse();
        assertThat(usage.end()).isFalse();
        assertThat(usage.tryBegin()).as("when it is free again").isTrue();
        assertThat(usage.end()).isFalse();
        assertThat(usage.isClosed()).isFalse();
        assertThat(usage.close()).as("who ends a free one finishes it").isTrue();
        assertThat(usage.close()).as("once").isFalse();
        assertThat(usage.tryBegin()).isFalse();
        assertThat(usage.isClosed()).isTrue();
    }

    @Test
    void whoeverUsesWhatIsEndedFinishesItWhenHeLeaves() {
        CloseGuard usage = new CloseGuard();
        assertThat(usage.tryBegin()).isTrue();
        assertThat(usage.close()).isFalse();
        assertThat(usage.isClosed()).isTrue();
        assertThat(usage.end()).isTrue();
        assertThat(usage.tryBegin()).isFalse();
    }

    @Test
    void aStintIsStruckOnceAndNotAfterItsEnd() {
        InterruptGuard stint = new InterruptGuard(Thread.currentThread());
        assertThat(stint.isOpen()).isTrue();
        assertThat(stint.interruptOnce()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stint.interruptOnce()).isFalse();
        assertThat(stint.isOpen()).isFalse();
        stint.close();
        InterruptGuard ended = new InterruptGuard(Thread.currentThread());
        ended.close();
        assertThat(ended.interruptOnce()).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aBudgetGivesAllOrNothing() {
        Quota budget = new Quota(10);
        assertThat(budget.tryAcquire(7)).isTrue();
        assertThat(budget.tryAcquire(4)).isFalse();
        assertThat(budget.tryAcquire(3)).isTrue();
        assertThat(budget.tryAcquire(0)).isTrue();
        assertThat(budget.used()).isEqualTo(10);
        budget.release(7);
        assertThat(budget.tryAcquire(Long.MAX_VALUE)).isFalse();
        assertThat(budget.used()).isEqualTo(3);
    }

    @Test
    void theLongestPathThatFitsIsFound() {
        PrefixMap<Integer> values = new PrefixMap<>(String::startsWith);
        assertThat(values.find("/a")).isNull();
        assertThat(values.add("/", 1)).isTrue();
        assertThat(values.add("/a/b", 3)).isTrue();
        assertThat(values.add("/a", 2)).isTrue();
        assertThat(values.add("/a", 4)).as("there is one").isFalse();
        assertThat(values.find("/a/b/c")).isEqualTo(3);
        assertThat(values.find("/ab")).isEqualTo(2);
        assertThat(values.find("/x")).isEqualTo(1);
        assertThat(values.remove("/a", 9)).as("another value").isFalse();
        assertThat(values.remove("/a", 2)).isTrue();
        assertThat(values.remove("/a", null)).isFalse();
        assertThat(values.find("/ab")).isEqualTo(1);
    }
}
