package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.jcstress.harness.Together;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** An executor that runs one task at a time needs no lock around what its tasks do: a plain field will do. */
@JCStressTest
@Description("Two tasks are submitted to an executor that runs one at a time: the second sees what the first did.")
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Both ran, one after the other.")
@Outcome(id = ".*, 1", expect = FORBIDDEN, desc = "Both ran at once.")
@Outcome(expect = FORBIDDEN, desc = "One did not run, or did not see what the other did.")
@State
public class BoundedExecutor_02_NoMoreThanItsLimit extends Together {
    private final BoundedExecutor executor = new BoundedExecutor("normal", 1, Runnable::run);
    private final AtomicInteger inside = new AtomicInteger();
    private int count;
    private boolean overlapped;

    /** Brings one. */
    @Actor
    public void one() {
        meet();
        executor.submit(this::handle);
    }

    /** Brings another. */
    @Actor
    public void other() {
        meet();
        executor.submit(this::handle);
    }

    private void handle() {
        if (inside.getAndIncrement() != 0) {
            overlapped = true;
        }
        count++;
        inside.getAndDecrement();
    }

    /** Looks at the sum. */
    @Arbiter
    public void sum(II_Result r) {
        r.r1 = count;
        r.r2 = overlapped ? 1 : 0;
    }
}
