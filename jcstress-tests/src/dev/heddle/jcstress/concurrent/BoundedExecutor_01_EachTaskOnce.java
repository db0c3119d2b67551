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
import org.openjdk.jcstress.infra.results.III_Result;

/** Two dispatchers bring a message each; one of them may find the other's worker busy with both. */
@JCStressTest
@Description("Two tasks are submitted at the same time: each runs exactly once.")
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Each was handled once, and nothing is left.")
@Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "Each ran, and the executor believes that there is more.")
@Outcome(
        id = {"0, .*", ".*, 0, .*"},
        expect = FORBIDDEN,
        desc = "A task was lost.")
@Outcome(expect = FORBIDDEN, desc = "A message was handled twice.")
@State
public class BoundedExecutor_01_EachTaskOnce extends Together {
    private final BoundedExecutor executor = new BoundedExecutor("normal", 1, Runnable::run);
    private final AtomicInteger first = new AtomicInteger();
    private final AtomicInteger second = new AtomicInteger();

    /** Brings one. */
    @Actor
    public void one() {
        meet();
        executor.submit(first::incrementAndGet);
    }

    /** Brings another. */
    @Actor
    public void other() {
        meet();
        executor.submit(second::incrementAndGet);
    }

    /** Counts. */
    @Arbiter
    public void count(III_Result r) {
        r.r1 = first.get();
        r.r2 = second.get();
        r.r3 = executor.running() + executor.waiting();
    }
}
