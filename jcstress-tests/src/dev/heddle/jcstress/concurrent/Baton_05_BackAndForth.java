package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Baton;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The queue of waiting threads empties and fills again: none is forgotten in it, and none left over. */
@JCStressTest
@Description(
        "Two threads acquire the baton again and again: each gets it each time, and the queue is empty in the end.")
@Outcome(id = "6", expect = ACCEPTABLE, desc = "Each had it three times.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "One stays parked although the baton is free.")
@Outcome(id = "-2", expect = FORBIDDEN, desc = "All have left, and the queue says that one waits.")
@Outcome(expect = FORBIDDEN, desc = "Counts are missing: two had the baton at once.")
@State
public class Baton_05_BackAndForth extends Together {
    private static final int TIMES = 3;
    private final Baton turn = new Baton();
    private int count;
    private boolean lost;

    /** Counts. */
    @Actor
    public void one() {
        meet();
        countInTurn(Wait.FIRST);
    }

    /** Counts, too. */
    @Actor
    public void other() {
        meet();
        countInTurn(Wait.SECOND);
    }

    private void countInTurn(Wait guard) {
        for (int i = 0; i < TIMES; i++) {
            if (!guard.ended(turn::acquire)) {
                lost = true;
            }
            count++;
            turn.release();
        }
    }

    /** Looks at the sum. */
    @Arbiter
    public void sum(I_Result r) {
        r.r1 = lost ? Wait.LOST : turn.waiting() != 0 ? -2 : count;
    }
}
