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
    void newConnectionWaitsWithoutADeadline() {
        assertThat(state.isWaiting()).isTrue();
        assertThat(state.isOverdue(NEVER - 1)).isFalse();
        assertThat(state.isAwaitingBytes()).isFalse();
        assertThat(state.isExpired()).isFalse();
        assertThat(state.isWriteStalled(NEVER - 1) || state.isWriteTooSlow(NEVER - 1))
                .isFalse();
        assertThat(state.readerThread()).isNull();
    }

    @Test
    void deadlineIsOverdueFromItsTimeOn() {
        assertThat(state.enterWaiting(100)).isTrue();
        assertThat(state.isOverdue(99)).isFalse();
        assertThat(state.isOverdue(100)).isTrue();
        assertThat(state.expire(99)).isFalse();
        assertThat(state.isExpired()).isFalse();
        assertThat(state.expire(100)).isTrue();
        assertThat(state.isExpired()).isTrue();
    }

    @Test
    void expiredWaitEndsOnceAndNothingBeginsAfterIt() {
        state.enterBusy(100);
        assertThat(state.expire(200)).isTrue();
        assertThat(state.expire(200)).isFalse();
        assertThat(state.isOverdue(200)).isFalse();
        assertThat(state.enterWaiting(NEVER)).isFalse();
        assertThat(state.enterBusy(NEVER)).isFalse();
        assertThat(state.endWait()).isFalse();
        assertThat(state.isExpired()).isTrue();
        assertThat(state.close()).isTrue();
    }

    @Test
    void messageMovesTheDeadline() {
        state.enterWaiting(100);
        assertThat(state.enterBusy(200)).isTrue();
        assertThat(state.isWaiting()).isFalse();
        assertThat(state.isAwaitingBytes()).isTrue();
        assertThat(state.isOverdue(150))
                .as("the deadline was set for another state")
                .isFalse();
        assertThat(state.enterBusy(NEVER)).isTrue();
        assertThat(state.isAwaitingBytes()).as("a handler runs").isFalse();
        assertThat(state.isOverdue(1_000_000)).isFalse();
        assertThat(state.enterWaiting(300)).isTrue();
        assertThat(state.isOverdue(300)).isTrue();
    }

    @Test
    void onlyTheDeadlineOfAWaitIsPostponed() {
        state.enterWaiting(100);
        state.postpone(200);
        assertThat(state.isOverdue(199)).isFalse();
        assertThat(state.isOverdue(200)).isTrue();
        state.enterBusy(300);
        state.postpone(400);
        assertThat(state.isOverdue(300)).isTrue();
        state.close();
        state.postpone(0);
        assertThat(state.isOverdue(500)).isFalse();
    }

    @Test
    void onlyAWaitIsEndedAndOnlyOnce() {
        state.enterBusy(NEVER);
        assertThat(state.endWait()).isFalse();
        state.enterWaiting(100);
        assertThat(state.endWait()).isTrue();
        assertThat(state.endWait()).isFalse();
        assertThat(state.isWaiting()).isFalse();
        assertThat(state.expire(100)).as("its wait is being ended already").isFalse();
    }

    @Test
    void messageThatArrivesAfterTheWaitEndedIsStillServed() {
        state.endWait();
        assertThat(state.enterBusy(100)).isTrue();
        assertThat(state.isAwaitingBytes()).isTrue();
        assertThat(state.expire(100)).isTrue();
    }

    @Test
    void connectionClosesOnceFromAnyState() {
        List<Predicate<ConnectionState>> moves = List.of(
                waiting -> waiting.enterWaiting(1),
                waiting -> waiting.enterBusy(1),
                waiting -> waiting.enterWaiting(1) && waiting.expire(1),
                ConnectionState::endWait);
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
        assertThat(state.enterWaiting(1)).isFalse();
        assertThat(state.enterBusy(1)).isFalse();
        assertThat(state.expire(NEVER)).isFalse();
        assertThat(state.endWait()).isFalse();
        assertThat(state.isOverdue(NEVER)).isFalse();
        assertThat(state.isWaiting()).isFalse();
        assertThat(state.isAwaitingBytes()).isFalse();
        assertThat(state.isExpired()).isFalse();
    }

    @Test
    void connectionClosedByTwoThreadsClosesOnce() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            ConnectionState fresh = new ConnectionState();
            AtomicInteger closers = new AtomicInteger();
            Runnable closes = () -> {
                if (fresh.close()) {
                    closers.incrementAndGet();
                }
            };
            Thread other = TestThreads.start(closes);
            closes.run();
            TestThreads.join(other);
            assertThat(closers).hasValue(1);
        }
    }

    @Test
    void writeHasItsOwnDeadline() {
        state.beginWrite(100, NEVER);
        assertThat(state.isWriteStalled(99) || state.isWriteTooSlow(99)).isFalse();
        assertThat(state.isWriteStalled(100)).isTrue();
        assertThat(state.isWriteTooSlow(100)).isFalse();
        assertThat(state.isOverdue(100)).isFalse();
        state.endWrite();
        assertThat(state.isWriteStalled(100) || state.isWriteTooSlow(100)).isFalse();
    }

    @Test
    void lateWriteNamesTheDeadlineThatPassedFirst() {
        state.beginWrite(200, 100);
        assertThat(state.isWriteStalled(99) || state.isWriteTooSlow(99)).isFalse();
        assertThat(state.isWriteTooSlow(100)).isTrue();
        assertThat(state.isWriteStalled(100)).isFalse();
        state.beginWrite(100, 200);
        assertThat(state.isWriteStalled(200)).isTrue();
        assertThat(state.isWriteTooSlow(200)).isFalse();
        state.beginWrite(100, 100);
        assertThat(state.isWriteStalled(100)).isTrue();
        assertThat(state.isWriteTooSlow(100)).isFalse();
    }

    @Test
    void readerThreadIsRemembered() {
        state.setReaderThread(Thread.currentThread());
        assertThat(state.readerThread()).isSameAs(Thread.currentThread());
    }

    @Test
    void waitForTheNextMessageDoesNotExpireWhileWorkersHandleEarlierOnes() {
        AtomicInteger handlers = new AtomicInteger(1);
        state.setConcurrentHandlers(handlers::get, () -> {}, thread -> false);
        state.enterWaiting(100);
        assertThat(state.expire(100)).isFalse();
        state.enterBusy(100);
        assertThat(state.expire(99)).isFalse();
        state.enterWaiting(100);
        handlers.set(0);
        assertThat(state.expire(100)).isTrue();
    }

    @Test
    void messageInProgressExpiresAlsoWhileWorkersHandleEarlierOnes() {
        state.setConcurrentHandlers(() -> 1, () -> {}, thread -> false);
        state.enterBusy(100);
        assertThat(state.expire(100)).isTrue();
    }

    @Test
    void deadlinePostponedDuringExpiryDoesNotEndTheWait() {
        state.enterWaiting(100);
        state.setConcurrentHandlers(
                () -> {
                    state.postpone(200); // the last worker, between the watchdog's two looks
                    return 0;
                },
                () -> {},
                thread -> false);
        assertThat(state.expire(100)).isFalse();
        assertThat(state.isWaiting()).isTrue();
    }
}
