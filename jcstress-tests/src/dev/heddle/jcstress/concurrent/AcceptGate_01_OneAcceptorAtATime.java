package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.AcceptGate;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The gate is a baton that is measured; the measuring is right, too. */
@JCStressTest
@Description("Two acceptors come to the gate: one at a time is at the socket, and both passes are counted.")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Both went in, one after the other, and both are counted.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "One stays parked at an open gate.")
@Outcome(expect = FORBIDDEN, desc = "Both were at the socket at once, or one was not counted.")
@State
public class AcceptGate_01_OneAcceptorAtATime extends Together {
    private final AcceptGate gate = new AcceptGate();
    private int accepted;
    private boolean lost;

    /** An acceptor. */
    @Actor
    public void one() {
        meet();
        accept(Wait.FIRST);
    }

    /** Another. */
    @Actor
    public void other() {
        meet();
        accept(Wait.SECOND);
    }

    private void accept(Wait guard) {
        if (!guard.ended(gate::acquire)) {
            lost = true;
        }
        accepted++;
        gate.release();
    }

    /** Looks at the sums. */
    @Arbiter
    public void sum(II_Result r) {
        r.r1 = lost ? Wait.LOST : accepted;
        r.r2 = (int) gate.acquisitions();
    }
}
