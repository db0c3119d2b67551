package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResponseOrderTest {
    private final ResponseOrder order = new ResponseOrder(4);
    private final List<Long> written = new ArrayList<>(); // guarded by the order

    private Thread writer(long ticket) {
        return TestThreads.start(() -> order.inTurn(ticket, () -> written.add(ticket)));
    }

    @Test
    void repliesAreWrittenInOrderWhateverTheOrderOfHandlers() throws InterruptedException {
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            assertThat(order.issue()).isEqualTo(i);
        }
        for (long ticket = 3; ticket > 0; ticket--) {
            Thread writer = writer(ticket);
            TestThreads.untilWaiting(writer);
            writers.add(writer);
        }
        assertThat(order.outstanding()).isEqualTo(4);
        order.inTurn(0, () -> written.add(0L));
        for (Thread writer : writers) {
            TestThreads.join(writer);
        }
        assertThat(written).containsExactly(0L, 1L, 2L, 3L);
        assertThat(order.outstanding()).isZero();
    }

    @Test
    void turnIsPassedOnWhenWritingThrows() throws InterruptedException {
        order.issue();
        order.issue();
        Thread second = writer(1);
        TestThreads.untilWaiting(second);
        assertThatThrownBy(() -> order.inTurn(0, () -> {
                    throw new IllegalStateException("the peer is gone");
                }))
                .isInstanceOf(IllegalStateException.class);
        TestThreads.join(second);
        assertThat(written).containsExactly(1L);
    }

    @Test
    void interruptDoesNotEndTheWaitForATurnAndIsKept() throws InterruptedException {
        order.issue();
        order.issue();
        AtomicBoolean flagged = new AtomicBoolean();
        Thread second = TestThreads.start(() -> order.inTurn(1, () -> {
            written.add(1L);
            flagged.set(Thread.currentThread().isInterrupted());
        }));
        TestThreads.untilWaiting(second);
        second.interrupt();
        TestThreads.until(() -> !second.isInterrupted());
        order.inTurn(0, () -> written.add(0L));
        TestThreads.join(second);
        assertThat(written).containsExactly(0L, 1L);
        assertThat(flagged).isTrue();
    }

    @Test
    void ticketsAreNotIssuedBeyondTheCapacity() {
        for (int i = 0; i < 4; i++) {
            assertThat(order.hasRoom()).isTrue();
            order.issue();
        }
        assertThat(order.hasRoom()).isFalse();
        assertThatIllegalStateException().isThrownBy(order::issue).withMessageContaining("4 tickets");
        order.inTurn(0, () -> {});
        assertThat(order.hasRoom()).isTrue();
        assertThat(order.issue()).isEqualTo(4);
    }

    @Test
    void readerWaitsForOutstandingTickets() throws InterruptedException {
        AtomicBoolean through = new AtomicBoolean();
        CountDownLatch issued = new CountDownLatch(1);
        Thread reader = TestThreads.start(() -> {
            for (int i = 0; i < 4; i++) {
                order.issue();
            }
            issued.countDown();
            order.awaitOutstanding(2);
            through.set(true);
        });
        TestThreads.await(issued);
        TestThreads.untilWaiting(reader);
        order.inTurn(0, () -> {});
        TestThreads.untilWaiting(reader);
        assertThat(through).isFalse();
        order.inTurn(1, () -> {});
        TestThreads.join(reader);
        assertThat(through).isTrue();
        assertThat(order.outstanding()).isEqualTo(2);
    }

    @Test
    void interruptDoesNotEndTheReadersWaitAndIsKept() throws InterruptedException {
        AtomicBoolean flagged = new AtomicBoolean();
        CountDownLatch issued = new CountDownLatch(1);
        Thread reader = TestThreads.start(() -> {
            order.issue();
            issued.countDown();
            order.awaitOutstanding(0);
            flagged.set(Thread.currentThread().isInterrupted());
        });
        TestThreads.await(issued);
        TestThreads.untilWaiting(reader);
        reader.interrupt();
        TestThreads.until(() -> !reader.isInterrupted());
        TestThreads.untilWaiting(reader);
        order.inTurn(0, () -> {});
        TestThreads.join(reader);
        assertThat(flagged).isTrue();
    }

    @Test
    void waitForTicketsAlreadyUsedReturnsAtOnce() {
        order.awaitOutstanding(0);
        order.issue();
        order.awaitOutstanding(1);
        assertThat(order.outstanding()).isEqualTo(1);
    }

    @Test
    void lastTicketAndWaitingSuccessorAreReported() throws InterruptedException {
        order.issue();
        assertThat(order.isLast(0)).isTrue();
        order.issue();
        assertThat(order.isLast(0)).isFalse();
        assertThat(order.isLast(1)).isTrue();
        assertThat(order.successorWaits(0)).isFalse();
        Thread second = writer(1);
        TestThreads.until(() -> order.successorWaits(0));
        order.inTurn(0, () -> {});
        TestThreads.join(second);
        assertThat(order.successorWaits(1)).isFalse();
    }

    @Test
    void slotsAreReused() throws InterruptedException {
        ResponseOrder narrow = new ResponseOrder(1);
        for (int i = 0; i < 10; i++) {
            long ticket = narrow.issue();
            Thread writer = TestThreads.start(() -> narrow.inTurn(ticket, () -> written.add(ticket)));
            narrow.awaitOutstanding(0);
            TestThreads.join(writer);
        }
        assertThat(written).hasSize(10).isSorted();
    }

    @Test
    void capacityThatIsNoPowerOfTwoIsRejected() {
        for (int capacity : new int[] {0, 3, 6}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ResponseOrder(capacity))
                    .withMessage("the capacity must be a power of two, not " + capacity);
        }
    }

    @Test
    void lastReplyRunsItsTaskBeforeTheTurnIsPassedOn() {
        List<Integer> outstanding = new ArrayList<>();
        ResponseOrder[] made = new ResponseOrder[1];
        made[0] = new ResponseOrder(4, () -> outstanding.add(made[0].outstanding()));
        made[0].issue();
        made[0].issue();
        made[0].inTurn(0, () -> {});
        assertThat(outstanding).as("another ticket is outstanding").isEmpty();
        made[0].inTurn(1, () -> {});
        assertThat(outstanding).containsExactly(1);
        assertThat(made[0].outstanding()).isZero();
    }
}
