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

/** The monitor starts a thread at each tick until one has taken the carrier over. */
@JCStressTest
@Description("Two threads take the carrier of a blocked driver over: exactly one of them drives it from there on.")
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One drives the carrier.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both drive the carrier.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Nobody drives the carrier.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Lease_02_TakeVsTake extends Together {
    private final Lease lease = new Lease();
    private final long turn;

    /** The driver is inside a task. */
    public Lease_02_TakeVsTake() {
        lease.begin();
        turn = lease.turn();
    }

    /** Takes over. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = lease.take(turn) ? 1 : 0;
    }

    /** Does the same. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = lease.take(turn) ? 1 : 0;
    }
}
