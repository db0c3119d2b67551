package dev.heddle.tck.bounded;

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
import org.openjdk.jcstress.infra.results.III_Result;

/** The last place is given once. */
@JCStressTest
@Description("No more messages are accepted than the capacity, and a rejected one is not in the queue.")
@Outcome(
        id = {"1, 0, 2", "0, 1, 2"},
        expect = ACCEPTABLE,
        desc = "One was accepted, and as many came out.")
@Outcome(id = "1, 1, .*", expect = FORBIDDEN, desc = "Both were accepted: the bound does not hold.")
@Outcome(id = "0, 0, .*", expect = FORBIDDEN, desc = "Both were rejected, though there was a free place.")
@Outcome(expect = FORBIDDEN, desc = "Something else came out than was accepted.")
@State
public class Handoff_05_TwoOffersOnePlace extends Together {
    private final HandoffUnderTest handoff = Subject.handoff();

    /** All places but one are taken. */
    public Handoff_05_TwoOffersOnePlace() {
        for (int i = 1; i < Subject.CAPACITY; i++) {
            handoff.offer(0);
        }
    }

    /** Wants the last place. */
    @Actor
    public void one(III_Result r) {
        meet();
        r.r1 = handoff.offer(1) ? 1 : 0;
    }

    /** Wants it, too. */
    @Actor
    public void other(III_Result r) {
        meet();
        r.r2 = handoff.offer(2) ? 1 : 0;
    }

    /** Takes all. */
    @Arbiter
    public void taker(III_Result r) {
        while (handoff.poll() != null) {
            r.r3++;
        }
    }
}
