package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.jcstress.harness.Together;
import java.util.concurrent.RejectedExecutionException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Without memory for a thread the right to run a message is still claimed: whoever brought it has to use it. */
@JCStressTest
@Description("Two messages come, and no thread can be started: whoever brings one does the work, and none is lost.")
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Both were handled.")
@Outcome(expect = FORBIDDEN, desc = "A message lies in the lane, or was handled twice.")
@State
public class BoundedExecutor_06_NoThreadForAWorker extends Together {
    private final BoundedExecutor lane = new BoundedExecutor("normal", 1, task -> {
        throw new RejectedExecutionException("no thread");
    });
    private int handled;

    /** Brings one. */
    @Actor
    public void one() {
        meet();
        lane.submit(() -> handled++);
    }

    /** Brings another. */
    @Actor
    public void other() {
        meet();
        lane.submit(() -> handled++);
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result r) {
        r.r1 = handled;
        r.r2 = lane.running() + lane.waiting();
    }
}
