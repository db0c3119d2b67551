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

/** A free baton is not for whoever happens to be running. */
@JCStressTest
@Description("One hands the baton back and wants it again at once: whoever waited has it first.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nobody was seen waiting.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Who waited had it first.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "Who waited was overtaken by a newcomer.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "One sleeps on before a free baton.")
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

    /** Hands it back, preferably to somebody, and comes again. */
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
