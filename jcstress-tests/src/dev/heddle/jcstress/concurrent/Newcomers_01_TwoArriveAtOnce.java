package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Newcomers;
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
public class Newcomers_01_TwoArriveAtOnce extends Together {
    private final Newcomers newcomers = new Newcomers();

    /** Comes. */
    @Actor
    public void one() {
        meet();
        newcomers.announce();
        newcomers.arrived();
    }

    /** Comes, too. */
    @Actor
    public void other() {
        meet();
        newcomers.announce();
        newcomers.arrived();
    }

    /** Looks. */
    @Arbiter
    public void look(I_Result r) {
        long arrivals = newcomers.arrivals();
        r.r1 = newcomers.areKeptWaiting(arrivals) ? -1 : (int) arrivals;
    }
}
