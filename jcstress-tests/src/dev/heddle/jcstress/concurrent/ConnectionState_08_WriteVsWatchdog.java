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

/** A write deadline and which one it is are one word. */
@JCStressTest
@Description("A slow write ends and another begins while the watchdog looks: it sees one or the other.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The watchdog looked after the slow write.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The watchdog saw the slow write.")
@Outcome(id = "2, 1", expect = FORBIDDEN, desc = "The watchdog took the slow write for a stalled one.")
@Outcome(id = "., 0", expect = FORBIDDEN, desc = "The second write has no deadline, or a write that has ended has one.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ConnectionState_08_WriteVsWatchdog extends Together {
    private final ConnectionState state = new ConnectionState();

    /** A write is in progress that is too slow at 10, and would be stalled at 20. */
    public ConnectionState_08_WriteVsWatchdog() {
        state.beginWrite(20, 5);
    }

    /** Ends it, and begins another, which has longer. */
    @Actor
    public void writer() {
        meet();
        state.endWrite();
        state.beginWrite(15, ConnectionState.NEVER);
    }

    /** Looks at 10. */
    @Actor
    public void watchdog(II_Result r) {
        meet();
        boolean stalled = state.isWriteStalled(10);
        r.r1 = stalled ? 2 : state.isWriteTooSlow(10) ? 1 : 0;
    }

    /** Looks at 15, before and after the end of the second write. */
    @Arbiter
    public void after(II_Result r) {
        boolean stalled = state.isWriteStalled(15);
        state.endWrite();
        r.r2 = stalled && !state.isWriteStalled(15) ? 1 : 0;
    }
}
