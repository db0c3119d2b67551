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

/** The heart of the matter: one thread looks at the queue while the other enqueues itself. */
@JCStressTest
@Description("One thread releases the baton while another begins to wait for it: the wake-up is not lost.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The waiting thread got the baton.")
@Outcome(
        id = "-1",
        expect = FORBIDDEN,
        desc = "The baton is free, and the waiting thread stays parked: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Baton_01_ReleaseVsWait extends Together {
    private final Baton turn = new Baton();

    /** One has the baton already. */
    public Baton_01_ReleaseVsWait() {
        turn.acquire();
    }

    /** Hands it back. */
    @Actor
    public void holder() {
        meet();
        turn.release();
    }

    /** Wants it. */
    @Actor
    public void waiter(I_Result r) {
        meet();
        r.r1 = Wait.FIRST.ended(turn::acquire) ? 1 : Wait.LOST;
    }
}
