package dev.heddle.carrier;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A carrier that has nothing to do sleeps in its selector: nothing but a wake-up ends that. */
@JCStressTest
@Description(
        "Two threads give tasks to a carrier, one to it alone and one to any of its group, while it falls asleep: it"
                + " runs both.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both have run.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "The carrier sleeps on its own task.")
@Outcome(id = ".*, -1", expect = FORBIDDEN, desc = "The carrier sleeps on a shared task.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Carrier_01_TaskVsSleep extends Together {
    private volatile boolean ownHasRun;
    private volatile boolean sharedHasRun;

    /** Gives the carrier a task, and waits for it. */
    @Actor
    public void own(II_Result r) {
        meet();
        Thread self = Thread.currentThread();
        OneCarrier.GROUP.carrier(0).execute(() -> {
            ownHasRun = true;
            LockSupport.unpark(self);
        });
        r.r1 = Wait.FIRST.ended(() -> park(() -> ownHasRun)) ? 1 : Wait.LOST;
    }

    /** Gives any carrier a task, and waits for it. */
    @Actor
    public void shared(II_Result r) {
        meet();
        Thread self = Thread.currentThread();
        OneCarrier.GROUP.executeAnywhere(() -> {
            sharedHasRun = true;
            LockSupport.unpark(self);
        });
        r.r2 = Wait.SECOND.ended(() -> park(() -> sharedHasRun)) ? 1 : Wait.LOST;
    }

    /** Ends as well when the guard interrupts it. */
    private void park(BooleanSupplier until) {
        while (!until.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
            LockSupport.park(this);
        }
    }
}
