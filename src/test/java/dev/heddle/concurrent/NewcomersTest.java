package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewcomersTest {
    private final Newcomers newcomers = new Newcomers();

    @Test
    void nobodyIsKeptWaitingWhileEverybodyArrives() {
        long seen = newcomers.arrivals();
        assertThat(newcomers.areKeptWaiting(seen)).isFalse();
        newcomers.announce();
        newcomers.arrived();
        assertThat(newcomers.areKeptWaiting(seen)).as("one has arrived since").isFalse();
        assertThat(newcomers.areKeptWaiting(newcomers.arrivals())).isFalse();
    }

    @Test
    void whoIsAnnouncedAndDoesNotArriveIsKeptWaiting() {
        newcomers.announce();
        newcomers.announce();
        long seen = newcomers.arrivals();
        assertThat(newcomers.areKeptWaiting(seen)).isTrue();
        newcomers.arrived();
        assertThat(newcomers.areKeptWaiting(seen)).isFalse();
        assertThat(newcomers.areKeptWaiting(newcomers.arrivals())).isTrue();
        newcomers.arrived();
        assertThat(newcomers.areKeptWaiting(newcomers.arrivals())).isFalse();
    }

    @Test
    void whoGivesWayGoesOnWhenSomebodyHasArrived() throws Exception {
        newcomers.announce();
        newcomers.announce();
        Thread serving = Thread.ofVirtual().start(() -> newcomers.giveWay(0));
        Threads.untilWaiting(serving);
        newcomers.arrived();
        Threads.join(serving);
        newcomers.giveWay(0); // does not wait: somebody has arrived since
    }

    @Test
    void anInterruptDoesNotEndGivingWayAndIsKept() throws Exception {
        newcomers.announce();
        boolean[] kept = new boolean[1];
        Thread serving = Thread.ofVirtual().start(() -> {
            newcomers.giveWay(0);
            kept[0] = Thread.interrupted();
        });
        Threads.untilWaiting(serving);
        serving.interrupt();
        Threads.untilWaiting(serving);
        newcomers.arrived();
        Threads.join(serving);
        assertThat(kept[0]).isTrue();
    }

    @Test
    void whoPausesIsANewcomerAndComesBackByHimself() {
        long seen = newcomers.arrivals();
        newcomers.pause();
        assertThat(newcomers.arrivals()).isEqualTo(seen + 1);
        assertThat(newcomers.areKeptWaiting(newcomers.arrivals())).isFalse();
        Thread.currentThread().interrupt();
        newcomers.pause();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(newcomers.arrivals()).isEqualTo(seen + 2);
    }
}
