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
import org.openjdk.jcstress.infra.results.II_Result;

/** Permits are acquired and released, as by connections: all are back in the end, and there were never too many. */
@JCStressTest
@Description("Two threads acquire and release the only permit: it is back in the end, and never two were in use.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "It is empty, and one was inside at a time.")
@Outcome(id = "0, 2", expect = FORBIDDEN, desc = "Two were inside at once.")
@Outcome(expect = FORBIDDEN, desc = "A permit was lost, or given back twice.")
@State
public class Admission_04_PermitsBalance extends Together {
    private final Admission admission = new Admission(1);

    /** Comes and goes. */
    @Actor
    public void one() {
        meet();
        visit();
    }

    /** Comes and goes, too. */
    @Actor
    public void other() {
        meet();
        visit();
    }

    private void visit() {
        Permit permit = admission.tryAcquire();
        if (permit != null) {
            permit.release();
        }
    }

    /** Counts the permits. */
    @Arbiter
    public void count(II_Result r) {
        r.r1 = admission.inUse();
        r.r2 = (int) admission.peak();
    }
}
