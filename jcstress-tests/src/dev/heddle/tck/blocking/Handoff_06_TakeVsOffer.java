package dev.heddle.tck.blocking;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import dev.heddle.tck.HandoffUnderTest;
import dev.heddle.tck.Subject;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A waiting taker is woken. */
@JCStressTest
@Description("A message is put in as a taker begins to wait: the taker gets it.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The taker got it.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "There is a message, and the taker stays parked: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "It got something else, or nothing.")
@State
public class Handoff_06_TakeVsOffer extends Together {
    private final HandoffUnderTest handoff = Subject.handoff();
    private @Nullable Object taken;

    /** Puts one in. */
    @Actor
    public void producer() {
        meet();
        handoff.offer(1);
    }

    /** Waits for one. */
    @Actor
    public void taker(I_Result r) {
        meet();
        boolean ended = Wait.FIRST.ended(() -> taken = handoff.take());
        r.r1 = !ended ? Wait.LOST : taken instanceof Integer number ? number : 0;
    }
}
