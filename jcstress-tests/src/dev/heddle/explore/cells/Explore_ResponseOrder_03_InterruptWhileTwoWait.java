package dev.heddle.explore.cells;

import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.explore.Scenario;

/** Two workers and the reader wait for the first worker, and all handlers are interrupted. */
public final class Explore_ResponseOrder_03_InterruptWhileTwoWait extends Scenario {
    private final ResponseOrder order = new ResponseOrder(4);

    @Override
    public String promise() {
        return "An interrupt of the handlers ends no wait for a turn and loses no turn.";
    }

    @Override
    public void run() throws InterruptedException {
        long first = order.issue();
        long second = order.issue();
        together(
                actor("worker 2", () -> reply(second)),
                actor("worker 1", () -> reply(first)),
                actor("reader", () -> order.awaitOutstanding(0)),
                actor("watchdog", order::interruptAll));
        check(order.outstanding() == 0, "no ticket is outstanding");
    }

    private void reply(long ticket) {
        order.handles(ticket);
        order.inTurn(ticket, () -> {});
        Thread.interrupted();
    }
}
