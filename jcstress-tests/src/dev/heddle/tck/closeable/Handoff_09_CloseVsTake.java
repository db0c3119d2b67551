package dev.heddle.tck.closeable;

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

/** No taker waits for a message that will never come. */
@JCStressTest
@Description("The queue is closed as a taker begins to wait: the wait ends.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The wait ended.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The queue is closed, and the taker stays parked.")
@Outcome(expect = FORBIDDEN, desc = "The taker got something that was never put in.")
@State
public class Handoff_09_CloseVsTake extends Together {
    private final HandoffUnderTest handoff = Subject.handoff();
    private @Nullable Object taken;

    /** Closes. */
    @Actor
    public void closer() {
        meet();
        handoff.close();
    }

    /** Waits. */
    @Actor
    public void taker(I_Result r) {
        meet();
        boolean ended = Wait.FIRST.ended(() -> taken = handoff.take());
        r.r1 = !ended ? Wait.LOST : taken == null ? 0 : 1;
    }
}
