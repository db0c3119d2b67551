package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A reader at its bound is interrupted: that does not return a ticket. */
@JCStressTest
@Description("The reader is interrupted while it waits for an outstanding ticket: it waits on, and keeps the flag.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The thread was not there yet when the interrupt was to be sent.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It waited for the reply, and the flag is set.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "The interrupt was swallowed.")
@Outcome(id = "3", expect = FORBIDDEN, desc = "The interrupt ended the wait before the reply was written.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The ticket has been used, and the reader stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ResponseOrder_06_InterruptVsReader extends Together {
    private final ResponseOrder order = new ResponseOrder(1);
    private final long ticket = order.issue();
    private volatile @Nullable Thread reader;
    private volatile boolean interrupted;
    private volatile boolean written;

    /** Interrupts the reader, then writes. */
    @Actor
    public void worker() {
        meet();
        Thread thread = reader;
        if (thread != null) {
            thread.interrupt();
            interrupted = true;
        }
        order.inTurn(ticket, () -> written = true);
    }

    /** Waits for the ticket. */
    @Actor
    public void reader(I_Result r) {
        reader = Thread.currentThread();
        meet();
        boolean ended = Wait.FIRST.ended(() -> order.awaitOutstanding(0));
        boolean early = !written;
        boolean flag = Thread.interrupted();
        r.r1 = !ended ? Wait.LOST : early ? 3 : !interrupted ? 0 : flag ? 1 : 2;
    }
}
