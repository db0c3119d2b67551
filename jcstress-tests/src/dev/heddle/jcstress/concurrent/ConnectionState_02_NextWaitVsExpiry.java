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

/** State and deadline are one word: no deadline takes effect in a state that it was not set for. */
@JCStressTest
@Description(
        "The reply is out as the watchdog finds the message's deadline passed: the wait for the next message is not hit.")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "The reply was in time, and the connection waits.")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "The message had expired.")
@Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "The old deadline ended the new wait.")
@Outcome(expect = FORBIDDEN, desc = "The two sides disagree about what the connection does.")
@State
public class ConnectionState_02_NextWaitVsExpiry extends Together {
    private static final long DEADLINE = 10;
    private final ConnectionState state = new ConnectionState();

    /** A message is in progress. */
    public ConnectionState_02_NextWaitVsExpiry() {
        state.enterBusy(DEADLINE);
    }

    /** Has answered, and waits for the next. */
    @Actor
    public void reader(III_Result r) {
        meet();
        r.r1 = state.enterWaiting(2 * DEADLINE) ? 1 : 0;
    }

    /** Comes round. */
    @Actor
    public void watchdog(III_Result r) {
        meet();
        r.r2 = state.expire(DEADLINE) ? 1 : 0;
    }

    /** Asks the connection. */
    @Arbiter
    public void after(III_Result r) {
        r.r3 = state.isWaiting() ? 1 : 0;
    }
}
