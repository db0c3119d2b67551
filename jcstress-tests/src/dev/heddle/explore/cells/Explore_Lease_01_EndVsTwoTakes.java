package dev.heddle.explore.cells;

import dev.heddle.concurrent.Lease;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** A task ends while the monitor has two threads take its carrier over. */
public final class Explore_Lease_01_EndVsTwoTakes extends Scenario {
    private final Lease lease = new Lease();
    private final AtomicInteger drivers = new AtomicInteger();

    @Override
    public String promise() {
        return "One thread drives a carrier: the one whose task has ended, or one of those that take it over.";
    }

    @Override
    public void run() throws InterruptedException {
        lease.begin();
        long seen = lease.turn();
        together(
                actor("driver", () -> count(lease.end())),
                actor("first to take over", () -> count(lease.take(seen))),
                actor("second to take over", () -> count(lease.take(seen))));
        check(drivers.get() == 1, "one thread drives");
    }

    private void count(boolean drives) {
        if (drives) {
            drivers.incrementAndGet();
        }
    }
}
