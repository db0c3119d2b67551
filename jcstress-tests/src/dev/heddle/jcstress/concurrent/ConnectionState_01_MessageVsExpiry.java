package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ConnectionState;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A message that comes as its deadline passes is either in time or not, and both sides agree about it. */
@JCStressTest
@Description(
        "A message is complete as the watchdog finds its deadline passed: either it was in time, or it has expired.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It was in time.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "It was too late.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "It was in time, and its connection is ended nevertheless.")
@Outcome(expect = FORBIDDEN, desc = "It was refused though the connection did not expire.")
@State
public class ConnectionState_01_MessageVsExpiry extends Together {
    private static final long DEADLINE = 10;
    private final ConnectionState state = new ConnectionState();

    /** Bytes of a message are awaited. */
    public ConnectionState_01_MessageVsExpiry() {
        state.enterBusy(DEADLINE);
    }

    /** Has all of the message. */
    @Actor
    public void reader(II_Result r) {
        meet();
        r.r1 = state.enterBusy(ConnectionState.NEVER) ? 1 : 0;
    }

    /** Comes round. */
    @Actor
    public void watchdog(II_Result r) {
        meet();
        r.r2 = state.expire(DEADLINE) ? 1 : 0;
    }
}
