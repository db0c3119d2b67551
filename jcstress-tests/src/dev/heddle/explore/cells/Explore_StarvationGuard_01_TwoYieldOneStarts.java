package dev.heddle.explore.cells;

import dev.heddle.concurrent.StarvationGuard;
import dev.heddle.explore.Scenario;

/** Two connections yield to one thread that was counted as pending. */
public final class Explore_StarvationGuard_01_TwoYieldOneStarts extends Scenario {
    private final StarvationGuard guard = new StarvationGuard();

    @Override
    public String promise() {
        return "When the pending thread has started, every connection that yields to it goes on.";
    }

    @Override
    public void run() throws InterruptedException {
        long since = guard.startCount();
        guard.willStart();
        together(
                actor("first connection", () -> guard.yieldToPending(since)),
                actor("second connection", () -> guard.yieldToPending(since)),
                actor("started thread", guard::started));
        check(!guard.isStarving(guard.startCount()), "nobody is pending");
    }
}
