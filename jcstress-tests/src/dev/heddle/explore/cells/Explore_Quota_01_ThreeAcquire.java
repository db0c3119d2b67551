package dev.heddle.explore.cells;

import dev.heddle.concurrent.Quota;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Three connections acquire two units each of four. */
public final class Explore_Quota_01_ThreeAcquire extends Scenario {
    private final Quota quota = new Quota(4);
    private final AtomicInteger inUse = new AtomicInteger();

    @Override
    public String promise() {
        return "No more units are in use than there are, and all come back.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("first", this::use), actor("second", this::use), actor("third", this::use));
        check(quota.used() == 0, "all units are back");
        check(quota.tryAcquire(4), "all can be had again");
    }

    private void use() {
        if (quota.tryAcquire(2)) {
            check(inUse.addAndGet(2) <= 4, "at most four units are in use");
            inUse.addAndGet(-2);
            quota.release(2);
        }
    }
}
