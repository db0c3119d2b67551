package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Admission;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Room is claimed in one step; looking first and taking then would let both in. */
@JCStressTest
@Description("Two threads try to acquire the only permit: exactly one gets it.")
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One got it.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both got one: the limit does not hold.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Both were rejected, though the permit was free.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Admission_01_OnePermit extends Together {
    private final Admission admission = new Admission(1);

    /** Comes. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = admission.tryAcquire() == null ? 0 : 1;
    }

    /** Comes, too. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = admission.tryAcquire() == null ? 0 : 1;
    }
}
