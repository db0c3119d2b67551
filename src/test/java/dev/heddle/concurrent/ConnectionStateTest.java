package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionStateTest {
    private static final long NEVER = ConnectionState.NEVER;

    private final ConnectionState state = new ConnectionState();

    @Test
    void aNewConnectionWaitsWithoutADeadline() {
        assertThat(state.isWaiting()).isTrue();
        assertThat(state.isOverdue(NEVER - 1)).isFalse();
        assertThat(state.isAwaitingOctets()).isFalse();
        assertThat(state.isExpired()).isFalse();
        assertThat(state.isWriteOverdue(NEVER - 1)).isFalse();
        assertThat(state.server()).isNull();
    }

    @Test
    void aDeadlineIsOverdueFromItsMomentOn() {
        assertThat(state.idle(100)).isTrue();
        assertThat(state.isOverdue(99)).isFalse();
        assertThat(state.isOverdue(100)).isTrue();
        assertThat(state.expire(99)).isFalse();
        assertThat(state.isExpired()).isFalse();
        assertThat(state.expire(100)).isTrue();
        assertThat(state.isExpired()).isTrue();
    }

    @Test
    void anExpiredWaitIsEndedOnceAndNothingBeginsBehindIt() {
        state.busy(100);
        assertThat(state.expire(200)).isTrue();
        assertThat(state.expire(200)).isFalse();
        assertThat(state.isOverdue(200)).isFalse();
        assertThat(state.idle(NEVER)).isFalse();
        assertThat(state.busy(NEVER)).isFalse();
        assertThat(state.retire()).isFalse();
        assertThat(state.isExpired()).isTrue();
        assertThat(state.close()).isTrue();
    }

    @Test
    void aMessageMovesTheDeadline() {
        state.idle(100);
        assertThat(state.busy(200)).isTrue();
        assertThat(state.isWaiting()).isFalse();
        assertThat(state.isAwaitingOctets()).isTrue();
        assertThat(state.isOverdue(150)).as("that was another state's").isFalse();
        assertThat(state.busy(NEVER)).isTrue();
        assertThat(state.isAwaitingOctets()).as("it is being handled").isFalse();
        assertThat(state.isOverdue(1_000_000)).isFalse();
        assertThat(state.idle(300)).isTrue();
        assertThat(state.isOverdue(300)).isTrue();
    }

    @Test
    void onlyAWaitIsPostponed() {
        state.idle(100);
        state.postpone(200);
        assertThat(state.isOverdue(199)).isFalse();
        assertThat(state.isOverdue(200)).isTrue();
        state.busy(300);
        state.postpone(400);
        assertThat(state.isOverdue(300)).isTrue();
        state.close();
        state.postpone(0);
        assertThat(state.isOverdue(500)).isFalse();
    }

    @Test
    void onlyAWaitIsRetiredAndOnlyOnce() {
        state.busy(NEVER);
        assertThat(state.retire()).isFalse();
        state.idle(100);
        assertThat(state.retire()).isTrue();
        assertThat(state.retire()).isFalse();
        assertThat(state.isWaiting()).isFalse();
        assertThat(state.expire(100)).as("its wait is being ended already").isFalse();
    }

    @Test
    void aMessageThatComesToARetiredConnectionIsStillServed() {
        state.retire();
        assertThat(state.busy(100)).isTrue();
        assertThat(state.isAwaitingOctets()).isTrue();
        assertThat(state.expire(100)).isTrue();
    }

    @Test
    void itIsClosedOnceFromAnyState() {
        List<Predicate<ConnectionState>> moves = List.of(
                waiting -> waiting.idle(1),
                waiting -> waiting.busy(1),
                waiting -> waiting.idle(1) && waiting.expire(1),
                ConnectionState::retire);
        for (Predicate<ConnectionState> move : moves) {
            ConnectionState moved = new ConnectionState();
            assertThat(move.test(moved)).isTrue();
            assertThat(moved.close()).isTrue();
            assertThat(moved.close()).isFalse();
        }
    }

    @Test
    void nothingBeginsOnAClosedConnection() {
        state.close();
        assertThat(state.idle(1)).isFalse();
        assertThat(state.busy(1)).isFalse();
        assertThat(state.expire(NEVER)).isFalse();
        assertThat(state.retire()).isFalse();
        assertThat(state.isOverdue(NEVER)).isFalse();
        assertThat(state.isWaiting()).isFalse();
        assertThat(state.isAwaitingOctets()).isFalse();
        assertThat(state.isExpired()).isFalse();
    }

    @Test
    void twoThatCloseAtOnceCloseOnce() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            ConnectionState fresh = new ConnectionState();
            AtomicInteger closers = new AtomicInteger();
            Runnable closes = () -> {
                if (fresh.close()) {
                    closers.incrementAndGet();
                }
            };
            Thread other = Threads.start(closes);
            closes.run();
            Threads.join(other);
            assertThat(closers).hasValue(1);
        }
    }

    @Test
    void aWriteHasADeadlineOfItsOwn() {
        state.writing(100);
        assertThat(state.isWriteOverdue(99)).isFalse();
        assertThat(state.isWriteOverdue(100)).isTrue();
        assertThat(state.isOverdue(100)).isFalse();
        state.written();
        assertThat(state.isWriteOverdue(100)).isFalse();
    }

    @Test
    void itKnowsWhoReads() {
        state.servedBy(Thread.currentThread());
        assertThat(state.server()).isSameAs(Thread.currentThread());
    }
}
