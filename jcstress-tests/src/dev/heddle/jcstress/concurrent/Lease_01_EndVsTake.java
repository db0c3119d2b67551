package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Lease;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A carrier is taken over just as the task that blocked its driver ends. */
@JCStressTest
@Description("A driver's task ends while another thread takes its carrier over: one of them drives it from there on.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The task ended first: the driver goes on.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The carrier was taken over first: the driver leaves it.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both drive the carrier.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Nobody drives the carrier.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Lease_01_EndVsTake extends Together {
    private final Lease lease = new Lease();
    private final long turn;

    /** The driver is inside a task. */
    public Lease_01_EndVsTake() {
        lease.begin();
        turn = lease.turn();
    }

    /** Comes back from its task. */
    @Actor
    public void driver(II_Result r) {
        meet();
        r.r1 = lease.end() ? 1 : 0;
    }

    /** Takes over. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = lease.take(turn) ? 1 : 0;
    }
}
