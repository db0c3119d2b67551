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

/** A connection's own thread and somebody else may end it at the same time: its room is given back once. */
@JCStressTest
@Description("Two end the same permit: one of them gives the room back, and only once.")
@Outcome(
        id = {"1, 0, 1", "0, 1, 1"},
        expect = ACCEPTABLE,
        desc = "One ended it; the other guest is still inside.")
@Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "Both say that they ended it.")
@Outcome(
        id = {"1, 0, 0", "0, 1, 0"},
        expect = FORBIDDEN,
        desc = "Its room was given back twice: there is room for one too many.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Admission_02_ReleasedOnce extends Together {
    private final Admission admission = new Admission(2);
    private final Permit permit = admission.acquire();

    /** Another guest, who stays. */
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

    /** Counts the guests. */
    @Arbiter
    public void count(III_Result r) {
        r.r3 = admission.inUse();
    }
}
