package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ConnectionState;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The last means against a handler that waits for something else. */
@JCStressTest
@Description("A connection is aborted whose reader waits in a handler: the reader, and what handles its messages, are"
        + " interrupted.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The reader was interrupted, and so were the other handlers.")
@Outcome(id = "-1, .", expect = FORBIDDEN, desc = "The reader waits on.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The other handlers wait on.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ConnectionState_09_InterruptVsReader extends Together {
    private static final int PATIENCE = 100_000_000;
    private final ConnectionState state = new ConnectionState();
    private volatile boolean ended;
    private volatile boolean handlersInterrupted;

    /** Waits in a handler until it is interrupted. */
    @Actor
    public void reader(II_Result r) {
        meet();
        state.setConcurrentHandlers(() -> 0, () -> handlersInterrupted = true, thread -> false);
        state.setReaderThread(Thread.currentThread());
        boolean interrupted = Wait.FIRST.ended(() -> {
            while (!Thread.interrupted()) {
                LockSupport.park(this);
            }
        });
        r.r1 = interrupted ? 1 : Wait.LOST;
        ended = true;
    }

    /** Aborts the connection, once it has a reader. */
    @Actor
    public void aborting() {
        meet();
        for (int i = 0; state.readerThread() == null && !ended && i < PATIENCE; i++) {
            Thread.onSpinWait();
        }
        if (state.readerThread() != null) {
            state.interruptAll();
        }
    }

    /** Looks what has arrived. */
    @Arbiter
    public void after(II_Result r) {
        r.r2 = handlersInterrupted ? 1 : 0;
    }
}
