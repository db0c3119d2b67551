package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Lifecycle;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two may close a server at once: one of them does the work. */
@JCStressTest
@Description("Two close a server at once: exactly one of them begins the drain.")
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One began it.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both began it: everything is ended twice.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Neither began it: each waits for the other.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Lifecycle_02_DrainVsDrain extends Together {
    private final Lifecycle lifecycle = new Lifecycle();

    /** Running. */
    public Lifecycle_02_DrainVsDrain() {
        lifecycle.start();
    }

    /** Closes. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = lifecycle.drain() ? 1 : 0;
    }

    /** Closes, too. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = lifecycle.drain() ? 1 : 0;
    }
}
