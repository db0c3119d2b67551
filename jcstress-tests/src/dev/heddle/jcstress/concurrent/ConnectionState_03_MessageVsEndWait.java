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

/** What a drain promises: a message that comes as its connection is closed for idleness is still served. */
@JCStressTest
@Description("A message comes as a closing server ends the wait for it: it is served in any case.")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The message was first.")
@Outcome(
        id = "1, 1, 1",
        expect = ACCEPTABLE,
        desc = "The wait was ended first, and the message is served nevertheless.")
@Outcome(id = "0, .*", expect = FORBIDDEN, desc = "The message was refused.")
@Outcome(expect = FORBIDDEN, desc = "The message was begun, and the connection does not know.")
@State
public class ConnectionState_03_MessageVsEndWait extends Together {
    private static final long DEADLINE = 10;
    private final ConnectionState state = new ConnectionState();

    /** Has something of a message. */
    @Actor
    public void reader(III_Result r) {
        meet();
        r.r1 = state.enterBusy(DEADLINE) ? 1 : 0;
    }

    /** Closes. */
    @Actor
    public void drain(III_Result r) {
        meet();
        r.r2 = state.endWait() ? 1 : 0;
    }

    /** Asks the connection. */
    @Arbiter
    public void after(III_Result r) {
        r.r3 = state.isAwaitingBytes() ? 1 : 0;
    }
}
