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
 * Both counts are atomic. A lost one would make every connection yield at every message, for good, to
 * a thread that started long ago; or make none yield.
 */
@JCStressTest
@Description("Two pending threads start at the same time: none is starving afterwards.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both have started, and none is starving.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "Both have started, and one is said to be starving.")
@Outcome(expect = FORBIDDEN, desc = "An arrival was lost.")
@State
public class StarvationGuard_01_TwoStartAtOnce extends Together {
    private final StarvationGuard guard = new StarvationGuard();

    /** Comes. */
    @Actor
    public void one() {
        meet();
        guard.willStart();
        guard.started();
    }

    /** Comes, too. */
    @Actor
    public void other() {
        meet();
        guard.willStart();
        guard.started();
    }

    /** Looks. */
    @Arbiter
    public void look(I_Result r) {
        long starts = guard.startCount();
        r.r1 = guard.isStarving(starts) ? -1 : (int) starts;
    }
}
