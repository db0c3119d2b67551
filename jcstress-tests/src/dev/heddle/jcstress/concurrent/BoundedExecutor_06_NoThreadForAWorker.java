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

/** Out of memory for a thread, the run is still claimed: the submitting thread has to use it. */
@JCStressTest
@Description(
        "Two tasks are submitted, and no thread can be started: the submitting threads run them, and none is lost.")
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Both were handled.")
@Outcome(expect = FORBIDDEN, desc = "A task is still in the queue, or ran twice.")
@State
public class BoundedExecutor_06_NoThreadForAWorker extends Together {
    private final BoundedExecutor executor = new BoundedExecutor("normal", 1, task -> {
        throw new RejectedExecutionException("no thread");
    });
    private int handled;

    /** Brings one. */
    @Actor
    public void one() {
        meet();
        executor.submit(() -> handled++);
    }

    /** Brings another. */
    @Actor
    public void other() {
        meet();
        executor.submit(() -> handled++);
    }

    /** Counts. */
    @Arbiter
    public void count(II_Result r) {
        r.r1 = handled;
        r.r2 = executor.running() + executor.waiting();
    }
}
