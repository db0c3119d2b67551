package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Steps;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread that waits for the last step is interrupted: that does not make the step done. */
@JCStressTest
@Description("Who waits for the last step is interrupted: it waits on, and keeps the flag.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "It had not come yet when the interrupt was to be sent.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It waited for the step, and the flag is up.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "The interrupt was swallowed.")
@Outcome(id = "3", expect = FORBIDDEN, desc = "The interrupt ended the wait before the step was done.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The step is done, and who waits sleeps on.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Steps_02_InterruptVsLastStep extends Together {
    private final Steps steps = new Steps(1);
    private volatile @Nullable Thread waiter;
    private volatile boolean interrupted;
    private volatile boolean done;

    /** Interrupts who waits, then does the step. */
    @Actor
    public void worker() {
        meet();
        Thread thread = waiter;
        if (thread != null) {
            thread.interrupt();
            interrupted = true;
        }
        done = true;
        steps.done();
    }

    /** Waits for the step. */
    @Actor
    public void waiter(I_Result r) {
        waiter = Thread.currentThread();
        meet();
        boolean ended = Wait.FIRST.ended(steps::await);
        boolean early = !done;
        boolean flag = Thread.interrupted();
        r.r1 = !ended ? Wait.LOST : early ? 3 : !interrupted ? 0 : flag ? 1 : 2;
    }
}
