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
import org.openjdk.jcstress.infra.results.II_Result;

/** The producer adds, then reads the flag; the closing thread writes the flag, then removes what is there. */
@JCStressTest
@Description("A line is offered while the queue is closed, and the writer has ended: it is counted as dropped, once.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It was dropped, by one of the two threads.")
@Outcome(id = "0, 1", expect = FORBIDDEN, desc = "It stays in the queue, and is in no count.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class DroppingQueue_01_OfferVsClose extends Together {
    private final DroppingQueue<Object> queue = new DroppingQueue<>(100);

    /** Offers. */
    @Actor
    public void producer() {
        meet();
        queue.offer(this, 1);
    }

    /** Closes. */
    @Actor
    public void closer() {
        meet();
        queue.close();
    }

    /** Looks at what is left. */
    @Arbiter
    public void left(II_Result r) {
        r.r1 = (int) queue.dropped();
        r.r2 = queue.poll() == null ? 0 : 1;
    }
}
