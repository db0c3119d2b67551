package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The second writer is interrupted while it waits: it still writes second, and passes its turn on. */
@JCStressTest
@Description(
        "A worker that waits for its turn is interrupted: it waits on, writes in its turn, passes it on, and keeps the flag.")
@Outcome(id = "12, 0, 0", expect = ACCEPTABLE, desc = "The thread was not there yet when the interrupt was to be sent.")
@Outcome(id = "12, 1, 0", expect = ACCEPTABLE, desc = "In order, the flag is set, and no turn is left over.")
@Outcome(id = "12, 2, 0", expect = FORBIDDEN, desc = "The interrupt was swallowed.")
@Outcome(id = "21, .*", expect = FORBIDDEN, desc = "The interrupt made it write out of turn.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "It is its turn, and it stays parked.")
@Outcome(expect = FORBIDDEN, desc = "The turn was not passed on, or a reply is missing.")
@State
public class ResponseOrder_04_InterruptVsReply extends Together {
    private final ResponseOrder order = new ResponseOrder(2);
    private final long firstTicket = order.issue();
    private final long secondTicket = order.issue();
    private volatile @Nullable Thread waiter;
    private boolean interrupted;
    private int written;

    /** Interrupts the other, then writes. */
    @Actor
    public void first() {
        meet();
        Thread thread = waiter;
        if (thread != null) {
            thread.interrupt();
            interrupted = true;
        }
        order.inTurn(firstTicket, () -> written = 10 * written + 1);
    }

    /** Waits for its turn. */
    @Actor
    public void second(III_Result r) {
        waiter = Thread.currentThread();
        meet();
        boolean ended = Wait.FIRST.ended(() -> order.inTurn(secondTicket, () -> written = 10 * written + 2));
        boolean flag = Thread.interrupted();
        r.r1 = ended ? 0 : Wait.LOST;
        r.r2 = !interrupted ? 0 : flag ? 1 : 2;
    }

    /** Reads what was written. */
    @Arbiter
    public void peer(III_Result r) {
        r.r1 = r.r1 == Wait.LOST ? Wait.LOST : written;
        r.r3 = order.outstanding();
    }
}
