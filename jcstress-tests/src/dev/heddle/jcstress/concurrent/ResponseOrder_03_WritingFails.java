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

/** A turn is passed on whatever becomes of the writing. */
@JCStressTest
@Description("Writing the first reply throws while the second waits for its turn: it gets its turn.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "The second reply had its turn.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The first kept its turn, and the second stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ResponseOrder_03_WritingFails extends Together {
    private final ResponseOrder order = new ResponseOrder(2);
    private final long firstTicket = order.issue();
    private final long secondTicket = order.issue();
    private int written;
    private boolean lost;

    /** Cannot write. */
    @Actor
    public void first() {
        meet();
        try {
            order.inTurn(firstTicket, () -> {
                throw new IllegalStateException("the peer has left");
            });
        } catch (IllegalStateException expected) {
            // As the writer it would end the connection.
        }
    }

    /** Can. */
    @Actor
    public void second() {
        meet();
        lost = !Wait.FIRST.ended(() -> order.inTurn(secondTicket, () -> written = 2));
    }

    /** Reads what was written. */
    @Arbiter
    public void peer(I_Result r) {
        r.r1 = lost ? Wait.LOST : written;
    }
}
