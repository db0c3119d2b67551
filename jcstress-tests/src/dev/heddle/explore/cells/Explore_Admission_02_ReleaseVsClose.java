package dev.heddle.explore.cells;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Two threads wait for the only permit while it is released and the waits end. */
public final class Explore_Admission_02_ReleaseVsClose extends Scenario {
    private final Admission admission = new Admission(1);
    private final AtomicInteger admitted = new AtomicInteger();

    @Override
    public String promise() {
        return "Each of two waits ends when a permit is released while the waits end, and the permits balance.";
    }

    @Override
    public void run() throws InterruptedException {
        Permit permit = admission.acquire();
        together(
                actor("first", this::await),
                actor("second", this::await),
                actor("leaving", permit::release),
                actor("closing", admission::close));
        check(admitted.get() <= 1, "one permit admits one thread");
        check(admission.inUse() == admitted.get(), "the permits in use are those that were acquired and not released");
    }

    private void await() {
        if (admission.acquireOrClosed() != null) {
            admitted.incrementAndGet();
        }
    }
}
