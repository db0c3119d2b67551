package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.StarvationGuard;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Both counts are added to atomically. One that was lost would have everybody who serves give way at every message, for good, to
 * somebody who has long arrived; or have nobody give way.
 */
@JCStressTest
@Description("Two are announced and arrive at once: nobody is kept waiting when both have.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both have arrived, and nobody is kept waiting.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "Both have arrived, and somebody is said to be kept waiting.")
@Outcome(expect = FORBIDDEN, desc = "An arrival was lost.")
@State
public class StarvationGuard_01_TwoStartAtOnce extends Together {
    private final StarvationGuard newcomers = new StarvationGuard();

    /** Comes. */
    @Actor
    public void one() {
        meet();
        newcomers.willStart();
        newcomers.started();
    }

    /** Comes, too. */
    @Actor
    public void other() {
        meet();
        newcomers.willStart();
        newcomers.started();
    }

    /** Looks. */
    @Arbiter
    public void look(I_Result r) {
        long arrivals = newcomers.startCount();
        r.r1 = newcomers.isStarving(arrivals) ? -1 : (int) arrivals;
    }
}
