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

/** The wait for room: the same race as for the baton. */
@JCStressTest
@Description("The one guest leaves while another begins to wait for room: it is let in.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Who waited was let in, and is the only one.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "There is room, and who waits for it sleeps on.")
@Outcome(expect = FORBIDDEN, desc = "Somebody is inside who should not be.")
@State
public class Admission_03_ReleaseVsWait extends Together {
    private final Admission admission = new Admission(1);
    private final Permit permit = admission.acquire();
    private boolean lost;

    /** Leaves. */
    @Actor
    public void guest() {
        meet();
        permit.release();
    }

    /** Wants to come in. */
    @Actor
    public void waiter() {
        meet();
        lost = !Wait.FIRST.ended(admission::acquire);
    }

    /** Counts the guests. */
    @Arbiter
    public void count(I_Result r) {
        r.r1 = lost ? Wait.LOST : admission.inUse();
    }
}
