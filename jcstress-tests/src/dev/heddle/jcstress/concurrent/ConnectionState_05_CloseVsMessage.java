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
import org.openjdk.jcstress.infra.results.III_Result;

/** CLOSED is a state like the others, in the same word, so that no message can begin concurrently. */
@JCStressTest
@Description("A connection is ended as a message begins: whatever comes first, it stays ended.")
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "The message had begun, then the connection was ended.")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "It was ended before the message began.")
@Outcome(id = ".*, 1, 1", expect = FORBIDDEN, desc = "It was ended, and goes on.")
@Outcome(expect = FORBIDDEN, desc = "No thread was told to release what the connection holds.")
@State
public class ConnectionState_05_CloseVsMessage extends Together {
    private static final long DEADLINE = 10;
    private final ConnectionState state = new ConnectionState();

    /** Has something of a message. */
    @Actor
    public void reader(III_Result r) {
        meet();
        r.r1 = state.enterBusy(DEADLINE) ? 1 : 0;
    }

    /** Ends the connection. */
    @Actor
    public void closer(III_Result r) {
        meet();
        r.r2 = state.close() ? 1 : 0;
    }

    /** Asks the connection. */
    @Arbiter
    public void after(III_Result r) {
        r.r3 = state.isAwaitingBytes() || state.isWaiting() || state.enterBusy(DEADLINE) ? 1 : 0;
    }
}
