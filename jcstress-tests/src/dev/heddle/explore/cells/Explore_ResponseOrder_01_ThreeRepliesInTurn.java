package dev.heddle.explore.cells;

import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.explore.Scenario;
import java.util.ArrayList;
import java.util.List;

/** Three workers reply to three messages of one connection. */
public final class Explore_ResponseOrder_01_ThreeRepliesInTurn extends Scenario {
    private final ResponseOrder order = new ResponseOrder(4);

    /** The tickets in the order of their replies. Only for the thread whose turn it is. */
    private final List<Long> replies = new ArrayList<>();

    @Override
    public String promise() {
        return "Three replies are written in the order of their messages, and the reader learns that none is outstanding.";
    }

    @Override
    public void run() throws InterruptedException {
        long first = order.issue();
        long second = order.issue();
        long third = order.issue();
        together(
                actor("worker 3", () -> reply(third)),
                actor("worker 2", () -> reply(second)),
                actor("worker 1", () -> reply(first)),
                actor("reader", () -> order.awaitOutstanding(0)));
        check(replies.equals(List.of(first, second, third)), "the replies are in the order of the tickets");
        check(order.outstanding() == 0, "no ticket is outstanding");
    }

    private void reply(long ticket) {
        order.handles(ticket);
        order.inTurn(ticket, () -> replies.add(ticket));
    }
}
