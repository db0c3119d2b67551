package dev.heddle.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.concurrent.CoarseClock;
import org.junit.jupiter.api.Test;

class MessageCountsTest {
    private final ServerContext.Counters counters = new ServerContext.Counters();
    private final CoarseClock clock = new CoarseClock();
    private final MessageCounts counts = new MessageCounts(counters, clock);

    private long inFlight() {
        return counters.started().sum() - counters.finished().sum();
    }

    @Test
    void messageOnItsOwnIsCountedAtOnce() {
        counts.started();
        assertThat(inFlight()).isEqualTo(1);
        counts.finished(true, null);
        assertThat(inFlight()).isZero();
        assertThat(counters.finished().sum()).isEqualTo(1);
    }

    @Test
    void oneMessageOfABatchIsInFlightUntilTheLastHasFinished() {
        for (int i = 0; i < 3; i++) {
            counts.started();
            assertThat(inFlight()).isEqualTo(1);
            counts.finished(false, null);
        }
        counts.started();
        assertThat(inFlight()).isEqualTo(1);
        counts.finished(true, null);
        assertThat(inFlight()).isZero();
        assertThat(counters.finished().sum()).isEqualTo(4);
    }

    @Test
    void finishedMessagesAreCountedBeforeAWaitForTheRestOfTheNext() {
        counts.started();
        counts.finished(false, null);
        counts.publish(null);
        assertThat(inFlight()).isZero();
        assertThat(counters.finished().sum()).isEqualTo(1);
        counts.publish(null);
        assertThat(counters.finished().sum()).isEqualTo(1);
    }

    @Test
    void batchThatTakesLongIsCountedWhileItLasts() {
        counts.started();
        counts.finished(false, null);
        assertThat(counters.finished().sum()).isZero();
        long since = System.nanoTime();
        while (System.nanoTime() - since < 2_000_000) {
            Thread.onSpinWait();
        }
        clock.tick();
        counts.started();
        counts.finished(false, null);
        assertThat(counters.finished().sum()).isEqualTo(2);
        assertThat(inFlight()).isZero();
    }

    /** When there is no memory to count it, a message is not counted as started, and finishes all the same. */
    @Test
    void messageWhoseStartCouldNotBeCountedLeavesNoneInFlight() {
        counts.finished(true, null);
        assertThat(inFlight()).isZero();
        assertThat(counters.finished().sum()).isEqualTo(1);
    }
}
