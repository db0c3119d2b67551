package dev.heddle.tck.plain;

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

/** Two producers at once. */
@JCStressTest
@Description("What was accepted comes out, once each.")
@Outcome(id = "11", expect = ACCEPTABLE, desc = "Both messages came out.")
@Outcome(
        id = {"10", "1", "0"},
        expect = FORBIDDEN,
        desc = "A message was accepted, and lost.")
@Outcome(expect = FORBIDDEN, desc = "A message came out twice.")
@State
public class Handoff_02_TwoOffers extends Together {
    private final HandoffUnderTest handoff = Subject.handoff();

    /** Puts one in. */
    @Actor
    public void one() {
        meet();
        handoff.offer(1);
    }

    /** Puts another in. */
    @Actor
    public void other() {
        meet();
        handoff.offer(10);
    }

    /** Takes all. */
    @Arbiter
    public void taker(I_Result r) {
        for (Object message = handoff.poll(); message != null; message = handoff.poll()) {
            r.r1 += (Integer) message;
        }
    }
}
