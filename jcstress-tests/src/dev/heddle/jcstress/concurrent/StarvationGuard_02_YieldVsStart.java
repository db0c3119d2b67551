package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.StarvationGuard;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Enqueue, recheck, park; count, look at the queue, unpark: at least one of the two threads sees the other. */
@JCStressTest
@Description("A pending thread starts while another begins to yield to it: the wake-up is not lost.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The yielding thread goes on.")
@Outcome(
        id = "-1",
        expect = FORBIDDEN,
        desc = "The thread has started, and the yielding one stays parked: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class StarvationGuard_02_YieldVsStart extends Together {
    private final StarvationGuard guard = new StarvationGuard();

    /** One thread is pending. */
    public StarvationGuard_02_YieldVsStart() {
        guard.willStart();
    }

    /** Arrives. */
    @Actor
    public void starting() {
        meet();
        guard.started();
    }

    /** Gives way. */
    @Actor
    public void serving(I_Result r) {
        meet();
        r.r1 = Wait.FIRST.ended(() -> guard.yieldToPending(0)) ? 1 : Wait.LOST;
    }
}
