package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A connection's own thread and another may end it at the same time: its permit is returned once. */
@JCStressTest
@Description("Two threads release the same permit: it is returned once.")
@Outcome(
        id = {"1, 0, 1", "0, 1, 1"},
        expect = ACCEPTABLE,
        desc = "One returned it; the other permit is still in use.")
@Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "Both say that they ended it.")
@Outcome(
        id = {"1, 0, 0", "0, 1, 0"},
        expect = FORBIDDEN,
        desc = "It was returned twice: there is one permit too many.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Admission_02_ReleasedOnce extends Together {
    private final Admission admission = new Admission(2);
    private final Permit permit = admission.acquire();

    /** Another permit, which stays in use. */
    public Admission_02_ReleasedOnce() {
        admission.acquire();
    }

    /** Ends it. */
    @Actor
    public void one(III_Result r) {
        meet();
        r.r1 = permit.release() ? 1 : 0;
    }

    /** Ends it, too. */
    @Actor
    public void other(III_Result r) {
        meet();
        r.r2 = permit.release() ? 1 : 0;
    }

    /** Counts the permits in use. */
    @Arbiter
    public void count(III_Result r) {
        r.r3 = admission.inUse();
    }
}
