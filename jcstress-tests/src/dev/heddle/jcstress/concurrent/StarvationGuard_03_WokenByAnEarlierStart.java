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

/**
 * One who has been counted may look late who waits, and wake somebody who waits for the next one: that somebody has to announce itself
 * again. Left out at first; a test with a thousand connections found it, on JDK 21.
 */
@JCStressTest
@Description("Two threads start one after the other while another yields to the second: the wake-up is not lost.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The yielding thread goes on.")
@Outcome(
        id = "-1",
        expect = FORBIDDEN,
        desc = "Both have started, and the yielding thread stays parked: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class StarvationGuard_03_WokenByAnEarlierStart extends Together {
    private final StarvationGuard guard = new StarvationGuard();

    /** Two threads are pending. */
    public StarvationGuard_03_WokenByAnEarlierStart() {
        guard.willStart();
        guard.willStart();
    }

    /** They arrive. */
    @Actor
    public void starting() {
        meet();
        guard.started();
        guard.started();
    }

    /** Gives way, if the first has arrived and the second has not. */
    @Actor
    public void serving(I_Result r) {
        meet();
        r.r1 = Wait.FIRST.ended(() -> guard.yieldToPending(1)) ? 1 : Wait.LOST;
    }
}
