package dev.heddle.explore.cells;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Four threads share two permits; three of them wait for one, the fourth only tries. */
public final class Explore_Admission_03_ThreeForTwoPermits extends Scenario {
    private final Admission admission = new Admission(2);
    private final AtomicInteger inside = new AtomicInteger();

    @Override
    public String promise() {
        return "No more threads are inside than there are permits, those that wait get in, and all permits come back.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("first", () -> visit(admission.acquire())),
                actor("second", () -> visit(admission.acquire())),
                actor("third", () -> visit(admission.acquire())),
                actor("trying", this::tryOnce));
        check(admission.inUse() == 0, "all permits are back");
        check(admission.peak() <= 2, "the peak is at most the capacity");
    }

    private void tryOnce() {
        Permit permit = admission.tryAcquire();
        if (permit != null) {
            visit(permit);
        }
    }

    private void visit(Permit permit) {
        check(inside.incrementAndGet() <= 2, "two threads at a time are inside");
        inside.decrementAndGet();
        check(permit.release(), "the first release returns the permit");
        check(!permit.release(), "a second one does not");
    }
}
