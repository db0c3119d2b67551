package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StarvationGuardTest {
    private final StarvationGuard newcomers = new StarvationGuard();

    @Test
    void nobodyIsKeptWaitingWhileEverybodyArrives() {
        long seen = newcomers.startCount();
        assertThat(newcomers.isStarving(seen)).isFalse();
        newcomers.willStart();
        newcomers.started();
        assertThat(newcomers.isStarving(seen)).as("one has arrived since").isFalse();
        assertThat(newcomers.isStarving(newcomers.startCount())).isFalse();
    }

    @Test
    void whoIsAnnouncedAndDoesNotArriveIsKeptWaiting() {
        newcomers.willStart();
        newcomers.willStart();
        long seen = newcomers.startCount();
        assertThat(newcomers.isStarving(seen)).isTrue();
        newcomers.started();
        assertThat(newcomers.isStarving(seen)).isFalse();
        assertThat(newcomers.isStarving(newcomers.startCount())).isTrue();
        newcomers.started();
        assertThat(newcomers.isStarving(newcomers.startCount())).isFalse();
    }

    @Test
    void whoGivesWayGoesOnWhenSomebodyHasArrived() throws Exception {
        newcomers.willStart();
        newcomers.willStart();
        Thread serving = Thread.ofVirtual().start(() -> newcomers.yieldToPending(0));
        TestThreads.untilWaiting(serving);
        newcomers.started();
        TestThreads.join(serving);
        newcomers.yieldToPending(0); // does not wait: somebody has arrived since
    }

    @Test
    void anInterruptDoesNotEndGivingWayAndIsKept() throws Exception {
        newcomers.willStart();
        boolean[] kept = new boolean[1];
        Thread serving = Thread.ofVirtual().start(() -> {
            newcomers.yieldToPending(0);
            kept[0] = Thread.interrupted();
        });
        TestThreads.untilWaiting(serving);
        serving.interrupt();
        TestThreads.untilWaiting(serving);
        newcomers.started();
        TestThreads.join(serving);
        assertThat(kept[0]).isTrue();
    }

    @Test
    void whoPausesIsANewcomerAndComesBackByHimself() {
        long seen = newcomers.startCount();
        newcomers.yieldToExternal();
        assertThat(newcomers.startCount()).isEqualTo(seen + 1);
        assertThat(newcomers.isStarving(newcomers.startCount())).isFalse();
        Thread.currentThread().interrupt();
        newcomers.yieldToExternal();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(newcomers.startCount()).isEqualTo(seen + 2);
    }
}
