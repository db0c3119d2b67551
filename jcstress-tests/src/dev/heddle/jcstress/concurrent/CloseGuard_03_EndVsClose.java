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

/** A thread that closes a resource in use leaves the release to the using one, which must notice that when its use ends. */
@JCStressTest
@Description(
        "One thread ends its use as another closes the resource: one of them releases it, and sees all that was written before.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The using thread releases it.")
@Outcome(
        id = "0, 1",
        expect = ACCEPTABLE,
        desc = "The use was over: the closing thread releases it, and sees what was written.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Each leaves it to the other: what the resource holds leaks.")
@Outcome(id = "1, .*", expect = FORBIDDEN, desc = "Both release it.")
@Outcome(id = "0, 2", expect = FORBIDDEN, desc = "The closing thread does not see what was written.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class CloseGuard_03_EndVsClose extends Together {
    private final CloseGuard usage = new CloseGuard();
    private int written;

    /** One uses it already. */
    public CloseGuard_03_EndVsClose() {
        usage.tryBegin();
    }

    /** Writes the last of it, and leaves. */
    @Actor
    public void user(II_Result r) {
        meet();
        written = 7;
        r.r1 = usage.end() ? 1 : 0;
    }

    /** Ends it. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = !usage.close() ? 0 : written == 7 ? 1 : 2;
    }
}
