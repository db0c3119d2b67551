package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Baton;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** An interrupt is for the handler, not for the baton: it neither ends a wait nor gets lost in one. */
@JCStressTest
@Description(
        "A thread that waits for the baton is interrupted, then the baton is released: the thread gets it, and the flag is still set.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The thread was not there yet when the interrupt was to be sent.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The thread got the baton, and the flag is set.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "The interrupt was swallowed.")
@Outcome(id = "3", expect = FORBIDDEN, desc = "It went on before the baton was released.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "It stays parked although the baton is free.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Baton_04_InterruptVsRelease extends Together {
    private final Baton turn = new Baton();
    private volatile @Nullable Thread waiter;

    /** Written before the baton is released, read by the next holder. */
    private boolean interrupted;

    private boolean handedBack;

    /** One has the baton already. */
    public Baton_04_InterruptVsRelease() {
        turn.acquire();
    }

    /** Interrupts, then releases. */
    @Actor
    public void holder() {
        meet();
        Thread thread = waiter;
        if (thread != null) {
            thread.interrupt();
            interrupted = true;
        }
        handedBack = true;
        turn.release();
    }

    /** Wants it. */
    @Actor
    public void waiter(I_Result r) {
        waiter = Thread.currentThread();
        meet();
        boolean ended = Wait.FIRST.ended(turn::acquire);
        boolean flag = Thread.interrupted();
        if (!ended) {
            r.r1 = Wait.LOST;
        } else if (!handedBack) {
            r.r1 = 3;
        } else {
            r.r1 = !interrupted ? 0 : flag ? 1 : 2;
        }
    }
}
