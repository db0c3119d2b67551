package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A connection is aborted while a worker is in a handler: then nothing of the worker is left behind. */
@JCStressTest
@Description("A worker waits in a handler while its connection is aborted: it is interrupted, and forgotten when it has"
        + " replied.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It was interrupted, and is no longer taken for a handler.")
@Outcome(id = "-1, .", expect = FORBIDDEN, desc = "It waits on.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "It has replied, and a later abort would interrupt what it does next.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ResponseOrder_07_InterruptVsHandler extends Together {
    private final ResponseOrder order = new ResponseOrder(2);
    private final long ticket = order.issue();
    private volatile @Nullable Thread worker;

    /** Handles a message until it is interrupted, and replies. */
    @Actor
    public void worker(II_Result r) {
        meet();
        order.handles(ticket);
        worker = Thread.currentThread();
        boolean interrupted = Wait.FIRST.ended(() -> {
            while (!Thread.interrupted()) {
                LockSupport.park(this);
            }
        });
        r.r1 = interrupted ? 1 : Wait.LOST;
        order.inTurn(ticket, () -> {});
        r.r2 = order.isHandledBy(Thread.currentThread()) ? 1 : 0;
    }

    /** Aborts, once there is a handler. */
    @Actor
    public void aborting() {
        meet();
        while (worker == null) {
            Thread.onSpinWait();
        }
        order.interruptAll();
    }
}
