package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.AcceptGate;
import dev.heddle.concurrent.Lifecycle;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A closing server wakes the one acceptor at the socket; that one lets the next in, which has to see why. */
@JCStressTest
@Description("The server closes while an acceptor waits at the gate: it passes, and sees that it has to end.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It went in and saw that the server closes.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "It went in and did not see that the server closes.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "It still waits at the gate of a closed server.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class AcceptGate_02_CloseVsWait extends Together {
    private final Lifecycle lifecycle = new Lifecycle();
    private final AcceptGate gate = new AcceptGate();

    /** One acceptor is at the socket. */
    public AcceptGate_02_CloseVsWait() {
        lifecycle.start();
        gate.acquire();
    }

    /** Closes, which wakes the acceptor at the socket: it leaves. */
    @Actor
    public void closing() {
        meet();
        lifecycle.drain();
        gate.release();
    }

    /** Waits at the gate. */
    @Actor
    public void acceptor(I_Result r) {
        meet();
        if (!Wait.FIRST.ended(gate::acquire)) {
            r.r1 = Wait.LOST;
        } else {
            r.r1 = lifecycle.isDraining() ? 1 : 0;
        }
        gate.release();
    }
}
