package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the cells with a state each do, one step after the other; their races are the concurrency suite's. */
@Timeout(60)
class StepByStepTest {
    @Test
    void aUseIsByOneAtATimeAndByNobodyAfterItsEnd() {
        Usage usage = new Usage();
        assertThat(usage.enter()).isTrue();
        assertThat(usage.enter()).as("while it is used").isFalse();
        assertThat(usage.leave()).isFalse();
        assertThat(usage.enter()).as("when it is free again").isTrue();
        assertThat(usage.leave()).isFalse();
        assertThat(usage.isEnded()).isFalse();
        assertThat(usage.end()).as("who ends a free one finishes it").isTrue();
        assertThat(usage.end()).as("once").isFalse();
        assertThat(usage.enter()).isFalse();
        assertThat(usage.isEnded()).isTrue();
    }

    @Test
    void whoeverUsesWhatIsEndedFinishesItWhenHeLeaves() {
        Usage usage = new Usage();
        assertThat(usage.enter()).isTrue();
        assertThat(usage.end()).isFalse();
        assertThat(usage.isEnded()).isTrue();
        assertThat(usage.leave()).isTrue();
        assertThat(usage.enter()).isFalse();
    }

    @Test
    void stepsAreOverAfterTheLastOne() {
        Steps steps = new Steps(2);
        steps.done();
        assertThat(steps.areDone()).isFalse();
        assertThat(steps.await(1)).isFalse();
        steps.done();
        assertThat(steps.areDone()).isTrue();
        assertThat(steps.await(1)).isTrue();
        steps.await();
        assertThat(Steps.none().areDone()).isTrue();
    }

    @Test
    void anInterruptDoesNotEndAWaitForStepsAndIsKept() throws InterruptedException {
        Steps steps = new Steps(1);
        AtomicBoolean kept = new AtomicBoolean();
        Thread waiting = Threads.start(() -> {
            steps.await();
            kept.set(steps.areDone() && Thread.currentThread().isInterrupted());
        });
        Threads.untilWaiting(waiting);
        waiting.interrupt();
        Threads.until(() -> !waiting.isInterrupted()); // it has looked, and waits on
        steps.done();
        Threads.join(waiting);
        assertThat(kept).isTrue();
    }

    @Test
    void aSettingHoldsTheLastValueAndItsFirstIsSetOnce() {
        Setting<String> setting = new Setting<>(null);
        assertThat(setting.get()).isNull();
        assertThat(setting.setFirst("a")).isTrue();
        assertThat(setting.setFirst("b")).isFalse();
        assertThat(setting.set("c")).isEqualTo("a");
        assertThat(setting.get()).isEqualTo("c");
        assertThat(setting.set(null)).isEqualTo("c");
        assertThat(setting.setFirst("d")).isTrue();
    }

    @Test
    void aStintIsStruckOnceAndNotAfterItsEnd() {
        Stint stint = new Stint(Thread.currentThread());
        assertThat(stint.isRunning()).isTrue();
        assertThat(stint.strike()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(stint.strike()).isFalse();
        assertThat(stint.isRunning()).isFalse();
        stint.end();
        Stint ended = new Stint(Thread.currentThread());
        ended.end();
        assertThat(ended.strike()).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aBudgetGivesAllOrNothing() {
        Budget budget = new Budget(10);
        assertThat(budget.tryTake(7)).isTrue();
        assertThat(budget.tryTake(4)).isFalse();
        assertThat(budget.tryTake(3)).isTrue();
        assertThat(budget.tryTake(0)).isTrue();
        assertThat(budget.taken()).isEqualTo(10);
        budget.giveBack(7);
        assertThat(budget.tryTake(Long.MAX_VALUE)).isFalse();
        assertThat(budget.taken()).isEqualTo(3);
    }

    @Test
    void theLongestPathThatFitsIsFound() {
        LongestPrefix<Integer> values = new LongestPrefix<>(String::startsWith);
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

    @Test
    void aWaitForStepsThatIsInterruptedSaysWhatIsSoAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();
        assertThat(new Steps(1).await(TimeUnit.MINUTES.toNanos(1))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
