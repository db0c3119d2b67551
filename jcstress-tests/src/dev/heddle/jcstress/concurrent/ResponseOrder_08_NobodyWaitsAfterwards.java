package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The holder of a turn asks whether the next worker waits, to flush for both or not. */
@JCStressTest
@Description("A worker waits for its turn, or does not, and has it: afterwards nobody is said to wait.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "Nobody waits.")
@Outcome(
        id = "1",
        expect = FORBIDDEN,
        desc = "The worker that has replied is said to wait: a reply would not be flushed.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "It stays parked in its turn.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ResponseOrder_08_NobodyWaitsAfterwards extends Together {
    private final ResponseOrder order = new ResponseOrder(2);
    private final long first = order.issue();
    private final long second = order.issue();
    private boolean lost;

    /** Has the turn. */
    @Actor
    public void first() {
        meet();
        order.inTurn(first, () -> {});
    }

    /** Has the next. */
    @Actor
    public void second() {
        meet();
        lost = !Wait.FIRST.ended(() -> order.inTurn(second, () -> {}));
    }

    /** Asks. */
    @Arbiter
    public void after(I_Result r) {
        r.r1 = lost ? Wait.LOST : order.successorWaits(first) ? 1 : 0;
    }
}
