package dev.heddle.explore.cells;

import dev.heddle.concurrent.ConnectionState;
import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.explore.Scenario;

/** Two workers handle the messages of a connection while its reader waits for the next one, and the watchdog looks at its deadline. */
public final class Explore_Server_02_TwoWorkersVsWatchdog extends Scenario {
    private static final long DEADLINE = 10;

    private final ConnectionState state = new ConnectionState();
    private final ResponseOrder order = new ResponseOrder(4, () -> state.postpone(2 * DEADLINE));

    @Override
    public String promise() {
        return "No wait for a message expires while workers handle earlier ones, nor just after the last reply.";
    }

    @Override
    public void run() throws InterruptedException {
        state.setConcurrentHandlers(order::outstanding, order::interruptAll, order::isHandledBy);
        long first = order.issue();
        long second = order.issue();
        state.enterWaiting(DEADLINE);
        together(
                actor("worker 2", () -> order.inTurn(second, () -> {})),
                actor("worker 1", () -> order.inTurn(first, () -> {})),
                actor("reader", () -> order.awaitOutstanding(1)),
                actor("watchdog", () -> check(!state.expire(DEADLINE + 1), "the wait has not expired")));
        check(order.outstanding() == 0, "all are replied to");
        check(state.isWaiting() && state.expire(2 * DEADLINE), "the wait expires later, by the postponed deadline");
    }
}
