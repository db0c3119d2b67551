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

/** What is done with the baton needs no other protection: a plain field will do. */
@JCStressTest
@Description(
        "Two threads acquire the baton at the same time: they hold it one after the other, and the second sees what the first wrote.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both counted, one after the other.")
@Outcome(
        id = "1",
        expect = FORBIDDEN,
        desc = "One count is missing: both held the baton at once, or one did not see the other's.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "One stays parked although the baton is free.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Baton_02_OneAtATime extends Together {
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
        if (guard.ended(turn::acquire)) {
            count++;
        } else {
            lost = true;
        }
        turn.release();
    }

    /** Looks at the sum. */
    @Arbiter
    public void sum(I_Result r) {
        r.r1 = lost ? Wait.LOST : count;
    }
}
