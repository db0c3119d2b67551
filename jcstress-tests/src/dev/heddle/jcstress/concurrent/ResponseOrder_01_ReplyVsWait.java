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

/** The second reply is ready as the first one is written: it follows at once, and never comes first. */
@JCStressTest
@Description("The first reply is written while the second begins to wait for its turn: both are written, in order.")
@Outcome(id = "12", expect = ACCEPTABLE, desc = "The first, then the second.")
@Outcome(id = "21", expect = FORBIDDEN, desc = "The second reply was written first.")
@Outcome(
        id = "-1",
        expect = FORBIDDEN,
        desc = "It is the second one's turn, and its writer stays parked: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "A reply was not written, or both were at once.")
@State
public class ResponseOrder_01_ReplyVsWait extends Together {
    private final ResponseOrder order = new ResponseOrder(2);
    private final long firstTicket = order.issue();
    private final long secondTicket = order.issue();
    private int written;
    private boolean lost;

    /** Has handled the first message. */
    @Actor
    public void first() {
        meet();
        order.inTurn(firstTicket, () -> written = 10 * written + 1);
    }

    /** Has handled the second. */
    @Actor
    public void second() {
        meet();
        lost = !Wait.FIRST.ended(() -> order.inTurn(secondTicket, () -> written = 10 * written + 2));
    }

    /** Reads what was written. */
    @Arbiter
    public void peer(I_Result r) {
        r.r1 = lost ? Wait.LOST : written;
    }
}
