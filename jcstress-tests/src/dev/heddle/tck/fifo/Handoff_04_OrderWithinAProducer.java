package dev.heddle.tck.fifo;

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
import org.openjdk.jcstress.infra.results.I_Result;

/** One thread puts, another takes. */
@JCStressTest
@Description("Messages of one producer come out in the order in which it put them in.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "In order.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "Out of order.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "A message was lost, or came out twice.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Handoff_04_OrderWithinAProducer extends Together {
    private final HandoffUnderTest handoff = Subject.handoff();
    private static final int MESSAGES = 2;
    private int next;
    private boolean disordered;

    /** Puts in. */
    @Actor
    public void producer() {
        meet();
        for (int i = 0; i < MESSAGES; i++) {
            handoff.offer(i);
        }
    }

    /** Takes. */
    @Actor
    public void taker() {
        meet();
        take();
        take();
    }

    private boolean take() {
        Integer taken = (Integer) handoff.poll();
        if (taken == null) {
            return false;
        }
        disordered |= taken != next;
        next++;
        return true;
    }

    /** Takes what is left. */
    @Arbiter
    public void rest(I_Result r) {
        while (take()) {
            // The order is looked at in take.
        }
        r.r1 = disordered ? 1 : next == MESSAGES ? 0 : 2;
    }
}
