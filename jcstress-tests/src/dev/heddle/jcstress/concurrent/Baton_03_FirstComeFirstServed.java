package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Baton;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** No barging: a free baton goes to the thread that waited first. */
@JCStressTest
@Description("One thread releases the baton and acquires it again: a thread that waited gets it first.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "No waiting thread was seen.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The waiting thread had it first.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "The waiting thread was overtaken.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "One stays parked although the baton is free.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Baton_03_FirstComeFirstServed extends Together {
    private static final int PATIENCE = 100;
    private final Baton turn = new Baton();

    /** Written and read with the baton only. */
    private boolean served;

    /** One has the baton already. */
    public Baton_03_FirstComeFirstServed() {
        turn.acquire();
    }

    /** Releases the baton, preferably to a waiting thread, and acquires it again. */
    @Actor
    public void returning(I_Result r) {
        meet();
        for (int i = 0; i < PATIENCE && turn.waiting() == 0; i++) {
            Thread.onSpinWait();
        }
        boolean awaited = turn.waiting() > 0;
        turn.release();
        if (!Wait.FIRST.ended(turn::acquire)) {
            r.r1 = Wait.LOST;
        } else {
            r.r1 = !awaited ? 0 : served ? 1 : 2;
        }
        turn.release();
    }

    /** Waits. */
    @Actor
    public void waiting() {
        meet();
        Wait.SECOND.ended(turn::acquire);
        served = true;
        turn.release();
    }
}
