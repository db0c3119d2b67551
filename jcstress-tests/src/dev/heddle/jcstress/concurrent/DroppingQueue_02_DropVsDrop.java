package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.DroppingQueue;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads add to one number. */
@JCStressTest
@Description("Two lines do not fit into a queue: both are counted.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both are counted.")
@Outcome(expect = FORBIDDEN, desc = "One is in no count.")
@State
public class DroppingQueue_02_DropVsDrop extends Together {
    private final DroppingQueue<Object> queue = new DroppingQueue<>(1);

    /** Offers what does not fit. */
    @Actor
    public void first() {
        meet();
        queue.offer(this, 2);
    }

    /** The same. */
    @Actor
    public void second() {
        meet();
        queue.offer(this, 2);
    }

    /** Looks at the count. */
    @Arbiter
    public void count(I_Result r) {
        r.r1 = (int) queue.dropped();
    }
}
