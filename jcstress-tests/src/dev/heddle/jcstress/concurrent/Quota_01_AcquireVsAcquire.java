package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Quota;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Memory for large messages: the check and the acquisition are one step. */
@JCStressTest
@Description("Two take of a budget that is enough for one: exactly one of them gets what it wants.")
@Outcome(
        id = {"1, 0, 2", "0, 1, 2"},
        expect = ACCEPTABLE,
        desc = "One got it, the other was refused.")
@Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "Both got it: more is taken than there is.")
@Outcome(id = "0, 0, .*", expect = FORBIDDEN, desc = "Both were refused, though there was enough for one.")
@Outcome(expect = FORBIDDEN, desc = "The quota has lost count.")
@State
public class Quota_01_AcquireVsAcquire extends Together {
    private final Quota budget = new Quota(3);

    /** Takes two of the three. */
    @Actor
    public void one(III_Result r) {
        meet();
        r.r1 = budget.tryAcquire(2) ? 1 : 0;
    }

    /** Takes two, too. */
    @Actor
    public void other(III_Result r) {
        meet();
        r.r2 = budget.tryAcquire(2) ? 1 : 0;
    }

    /** Adds up. */
    @Arbiter
    public void sum(III_Result r) {
        r.r3 = (int) budget.used();
    }
}
