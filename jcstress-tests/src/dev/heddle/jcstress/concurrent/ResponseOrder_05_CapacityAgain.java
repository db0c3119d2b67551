package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Tickets are out up to a bound; a place that comes back is used again at once, for a later ticket. */
@JCStressTest
@Description(
        "All tickets are out; one comes back while the reader waits for it, and is issued again: all are in order.")
@Outcome(id = "123", expect = ACCEPTABLE, desc = "Three replies on two places, in order.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "A wait was not ended: for a place, or for a turn.")
@Outcome(expect = FORBIDDEN, desc = "Replies are out of order, or missing.")
@State
public class ResponseOrder_05_CapacityAgain extends Together {
    private final ResponseOrder order = new ResponseOrder(2);
    private final long firstTicket = order.issue();
    private final long secondTicket = order.issue();
    private int written;
    private boolean lost;

    /** Answers the first two. */
    @Actor
    public void worker() {
        meet();
        order.inTurn(firstTicket, () -> written = 10 * written + 1);
        order.inTurn(secondTicket, () -> written = 10 * written + 2);
    }

    /** Reads a third, as soon as there is a place, and answers it itself. */
    @Actor
    public void reader() {
        meet();
        lost = !Wait.FIRST.ended(() -> order.awaitOutstanding(1))
                || !Wait.FIRST.ended(() -> order.inTurn(order.issue(), () -> written = 10 * written + 3));
    }

    /** Reads what was written. */
    @Arbiter
    public void peer(I_Result r) {
        r.r1 = lost ? Wait.LOST : written;
    }
}
