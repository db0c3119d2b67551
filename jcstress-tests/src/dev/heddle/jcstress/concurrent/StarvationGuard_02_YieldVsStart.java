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

/** Announce oneself, look again, park; count, look who waits, unpark: at least one of the two sees the other. */
@JCStressTest
@Description("A newcomer arrives while another thread begins to give way to it: the wake-up is not lost.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Who gave way goes on.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The newcomer has arrived, and who gave way sleeps on: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class StarvationGuard_02_YieldVsStart extends Together {
    private final StarvationGuard newcomers = new StarvationGuard();

    /** One was announced. */
    public StarvationGuard_02_YieldVsStart() {
        newcomers.willStart();
    }

    /** Arrives. */
    @Actor
    public void newcomer() {
        meet();
        newcomers.started();
    }

    /** Gives way. */
    @Actor
    public void serving(I_Result r) {
        meet();
        r.r1 = Wait.FIRST.ended(() -> newcomers.yieldToPending(0)) ? 1 : Wait.LOST;
    }
}
