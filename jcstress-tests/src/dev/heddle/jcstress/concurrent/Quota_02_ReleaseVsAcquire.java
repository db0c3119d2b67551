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

/** A thread that asks for too much does not acquire it for a moment: others would be rejected for nothing. */
@JCStressTest
@Description(
        "One asks for more than there is, then gives back what it had; another takes what is left: all of it counts.")
@Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "The first was rejected, the other got what it asked for.")
@Outcome(id = "0, 0, .*", expect = FORBIDDEN, desc = "The other was rejected, though there was enough for it.")
@Outcome(id = "1, .*", expect = FORBIDDEN, desc = "The first got more than there is.")
@Outcome(expect = FORBIDDEN, desc = "The quota has lost count.")
@State
public class Quota_02_ReleaseVsAcquire extends Together {
    private final Quota budget = new Quota(3);

    /** Two of the three are taken. */
    public Quota_02_ReleaseVsAcquire() {
        budget.tryAcquire(2);
    }

    /** Wants two more, and gives up. */
    @Actor
    public void one(III_Result r) {
        meet();
        r.r1 = budget.tryAcquire(2) ? 1 : 0;
        budget.release(2);
    }

    /** Takes one. */
    @Actor
    public void other(III_Result r) {
        meet();
        r.r2 = budget.tryAcquire(1) ? 1 : 0;
    }

    /** Adds up. */
    @Arbiter
    public void sum(III_Result r) {
        r.r3 = (int) budget.used();
    }
}
