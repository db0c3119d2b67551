package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Before a connection closes, its reader waits until every reply is written. */
@JCStressTest
@Description(
        "The last reply is written while the reader begins to wait for it: the reader wakes, and sees what was written.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The reader saw the reply.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "The reader went on before the reply was written.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "Every reply is written, and the reader stays parked: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ResponseOrder_02_ReplyVsReader extends Together {
    private final ResponseOrder order = new ResponseOrder(1);
    private final long ticket = order.issue();
    private int written;

    /** Has handled the message. */
    @Actor
    public void worker() {
        meet();
        order.inTurn(ticket, () -> written = 1);
    }

    /** Waits for the last reply. */
    @Actor
    public void reader(I_Result r) {
        meet();
        r.r1 = Wait.FIRST.ended(() -> order.awaitOutstanding(0)) ? written : Wait.LOST;
    }
}
