package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.CloseGuard;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two threads that write a stream at the same time would mix their bytes: the second fails at once, and does not wait. */
@JCStressTest
@Description("Two begin to use the same thing at once: exactly one of them may.")
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One uses it, the other is refused.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both use it at once.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Both fail, and neither uses it.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class CloseGuard_01_BeginVsBegin extends Together {
    private final CloseGuard usage = new CloseGuard();

    /** Begins to use it. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = usage.tryBegin() ? 1 : 0;
    }

    /** Begins, too. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = usage.tryBegin() ? 1 : 0;
    }
}
