package dev.heddle.tck.closeable;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.tck.HandoffUnderTest;
import dev.heddle.tck.Subject;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Accepted means accepted. */
@JCStressTest
@Description("An accepted message can be taken after a close; a rejected one cannot.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It was accepted, and it came out.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "It was rejected, and nothing came out.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "It was accepted, and lost by the close.")
@Outcome(id = "0, 1", expect = FORBIDDEN, desc = "It was rejected, and came out nevertheless.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Handoff_08_CloseVsOffer extends Together {
    private final HandoffUnderTest handoff = Subject.handoff();

    /** Puts one in. */
    @Actor
    public void producer(II_Result r) {
        meet();
        r.r1 = handoff.offer(1) ? 1 : 0;
    }

    /** Closes, and takes what is there to take. */
    @Actor
    public void closer() {
        meet();
        handoff.close();
    }

    /** Takes what is left. */
    @Arbiter
    public void taker(II_Result r) {
        while (handoff.poll() != null) {
            r.r2++;
        }
    }
}
