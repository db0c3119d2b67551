package dev.heddle.explore.cells;

import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** A reader that dispatches three messages where two may be outstanding. */
public final class Explore_ResponseOrder_02_ReaderAtCapacity extends Scenario {
    private final ResponseOrder order = new ResponseOrder(2);
    private final Workers workers = new Workers();
    private final AtomicInteger next = new AtomicInteger();

    @Override
    public String promise() {
        return "The reader waits while the most messages are outstanding, goes on when one is replied to, and the order holds.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("reader", this::read));
        workers.join();
        check(next.get() == 3, "all three are replied to");
        check(order.outstanding() == 0, "none is outstanding");
    }

    private void read() {
        for (int i = 0; i < 3; i++) {
            order.awaitOutstanding(1);
            check(order.hasRoom(), "there is room after the wait");
            long ticket = order.issue();
            workers.execute(() -> reply(ticket));
        }
        order.awaitOutstanding(0);
    }

    private void reply(long ticket) {
        order.inTurn(
                ticket, () -> check(next.getAndIncrement() == ticket, "the replies are in the order of the tickets"));
    }
}
