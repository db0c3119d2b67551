package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Messages may overtake those of another dispatcher, never those of their own. */
@JCStressTest
@Description("Two bring two messages each: those of one are begun in the order in which it brought them.")
@Outcome(id = "4, 1", expect = ACCEPTABLE, desc = "All four were handled, each producer's in order.")
@Outcome(id = "4, 0", expect = FORBIDDEN, desc = "One producer's messages were handled in the wrong order.")
@Outcome(expect = FORBIDDEN, desc = "A message was lost, or handled twice.")
@State
public class BoundedExecutor_04_OrderWithinAProducer extends Together {
    private final BoundedExecutor executor = new BoundedExecutor("normal", 1, Runnable::run);

    /** Only one message is handled at a time, so these need no protection. */
    private int handled;

    private int ofOne;
    private int ofOther;
    private boolean disordered;

    /** Brings two. */
    @Actor
    public void one() {
        meet();
        executor.submit(() -> handleOfOne(0));
        executor.submit(() -> handleOfOne(1));
    }

    /** Brings two, too. */
    @Actor
    public void other() {
        meet();
        executor.submit(() -> handleOfOther(0));
        executor.submit(() -> handleOfOther(1));
    }

    private void handleOfOne(int number) {
        handled++;
        disordered |= ofOne++ != number;
    }

    private void handleOfOther(int number) {
        handled++;
        disordered |= ofOther++ != number;
    }

    /** Looks at the sum. */
    @Arbiter
    public void sum(II_Result r) {
        r.r1 = handled;
        r.r2 = disordered ? 0 : 1;
    }
}
