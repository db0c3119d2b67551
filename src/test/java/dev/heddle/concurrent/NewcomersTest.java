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
    void whoGivesWayGoesOn() throws InterruptedException {
        Thread serving = Thread.ofVirtual().start(newcomers::giveWay);
        serving.join();
        assertThat(serving.getState()).isEqualTo(Thread.State.TERMINATED);
    }
}
