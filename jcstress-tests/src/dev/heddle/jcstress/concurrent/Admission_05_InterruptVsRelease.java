package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A dispatcher that is interrupted still needs its permit, and its interrupt is not lost. */
@JCStressTest
@Description(
        "A thread that waits for a permit is interrupted, then the permit is released: the thread gets it, and the flag is still set.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The thread was not there yet when the interrupt was to be sent.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The thread got the permit, and the flag is set.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "The interrupt was swallowed.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "A permit is free, and the waiting thread stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Admission_05_InterruptVsRelease extends Together {
    private final Admission admission = new Admission(1);
    private final Permit permit = admission.acquire();
    private volatile @Nullable Thread waiter;
    private boolean interrupted;

    /** Interrupts, then releases the permit. */
    @Actor
    public void holder() {
        meet();
        Thread thread = waiter;
        if (thread != null) {
            thread.interrupt();
            interrupted = true;
        }
        permit.release();
    }

    /** Waits for the permit. */
    @Actor
    public void waiter(I_Result r) {
        waiter = Thread.currentThread();
        meet();
        boolean ended = Wait.FIRST.ended(admission::acquire);
        boolean flag = Thread.interrupted();
        r.r1 = !ended ? Wait.LOST : !interrupted ? 0 : flag ? 1 : 2;
    }
}
