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
import org.openjdk.jcstress.infra.results.II_Result;

/** A thread that only tries does not overtake one that waits. */
@JCStressTest
@Description("A permit is released while a thread waits for it, and tried for at once: the waiting thread gets it.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The waiting thread got it, or was sure to.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "The waiting thread was overtaken.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "A permit is free, and the waiting thread stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Admission_06_TryVsWait extends Together {
    private static final int PATIENCE = 1_000_000;
    private final Admission admission = new Admission(1);
    private final Permit permit = admission.acquire();
    private volatile @Nullable Thread waiter;

    /** Waits for the permit. */
    @Actor
    public void waiting(II_Result r) {
        meet();
        waiter = Thread.currentThread();
        r.r1 = Wait.FIRST.ended(admission::acquire) ? 1 : Wait.LOST;
        waiter = null;
    }

    /** Releases it when the other waits, and tries to get it again. */
    @Actor
    public void returning(II_Result r) {
        meet();
        boolean waits = false;
        for (int i = 0; !waits && i < PATIENCE; i++) {
            Thread other = waiter;
            waits = other != null && other.getState() == Thread.State.WAITING;
        }
        permit.release();
        Permit again = waits ? admission.tryAcquire() : null;
        r.r2 = again == null ? 0 : 1;
        if (again != null) {
            again.release();
        }
    }
}
