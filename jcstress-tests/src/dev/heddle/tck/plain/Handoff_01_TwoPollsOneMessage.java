package dev.heddle.tck.plain;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.tck.HandoffUnderTest;
import dev.heddle.tck.Subject;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A message is taken once. */
@JCStressTest
@Description("A message is given to one taker only.")
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One of them got it.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both got it: it was duplicated.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Neither got it: it was lost.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Handoff_01_TwoPollsOneMessage extends Together {
    private final HandoffUnderTest handoff = Subject.handoff();

    /** One message is in. */
    public Handoff_01_TwoPollsOneMessage() {
        handoff.offer(1);
    }

    /** Takes. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = handoff.poll() == null ? 0 : 1;
    }

    /** Takes, too. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = handoff.poll() == null ? 0 : 1;
    }
}
