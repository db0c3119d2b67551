package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ConnectionState;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A reply that a worker has written restarts the idle timeout; a message that comes just then is not forgotten. */
@JCStressTest
@Description("A message begins as the idle time is started anew: the connection knows that it is busy.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It is busy with the message, until the message's deadline.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "It has begun a message, and takes itself for idle.")
@Outcome(expect = FORBIDDEN, desc = "The message was refused.")
@State
public class ConnectionState_06_MessageVsPostpone extends Together {
    private static final long DEADLINE = 10;
    private final ConnectionState state = new ConnectionState();

    /** Has something of a message. */
    @Actor
    public void reader(II_Result r) {
        meet();
        r.r1 = state.enterBusy(DEADLINE) ? 1 : 0;
    }

    /** Has written the last reply. */
    @Actor
    public void worker() {
        meet();
        state.postpone(2 * DEADLINE);
    }

    /** Asks the connection. */
    @Arbiter
    public void after(II_Result r) {
        r.r2 = state.isAwaitingBytes() && state.isOverdue(DEADLINE) ? 1 : 0;
    }
}
