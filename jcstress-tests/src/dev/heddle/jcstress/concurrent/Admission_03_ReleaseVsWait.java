package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The wait for a permit: the same race as for the baton. */
@JCStressTest
@Description("The only permit is released while a thread begins to wait for it: the thread gets it.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The waiting thread got it, and one is in use.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "A permit is free, and the waiting thread stays parked.")
@Outcome(expect = FORBIDDEN, desc = "The number of permits in use is wrong.")
@State
public class Admission_03_ReleaseVsWait extends Together {
    private final Admission admission = new Admission(1);
    private final Permit permit = admission.acquire();
    private boolean lost;

    /** Leaves. */
    @Actor
    public void holder() {
        meet();
        permit.release();
    }

    /** Waits for the permit. */
    @Actor
    public void waiter() {
        meet();
        lost = !Wait.FIRST.ended(admission::acquire);
    }

    /** Counts the permits in use. */
    @Arbiter
    public void count(I_Result r) {
        r.r1 = lost ? Wait.LOST : admission.inUse();
    }
}
