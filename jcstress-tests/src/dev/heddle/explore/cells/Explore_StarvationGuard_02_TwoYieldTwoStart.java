package dev.heddle.explore.cells;

import dev.heddle.concurrent.StarvationGuard;
import dev.heddle.explore.Scenario;

/** Two connections yield while two threads are started one after the other. */
public final class Explore_StarvationGuard_02_TwoYieldTwoStart extends Scenario {
    private final StarvationGuard guard = new StarvationGuard();

    @Override
    public String promise() {
        return "No start is lost between two threads that start and two connections that yield to them.";
    }

    @Override
    public void run() throws InterruptedException {
        Thread acceptor = new Thread(this::acceptTwo, "acceptor");
        acceptor.start();
        together(actor("first connection", this::serve), actor("second connection", this::serve));
        acceptor.join();
        check(guard.startCount() == 2, "both have started");
        check(!guard.isStarving(2), "nobody is pending");
    }

    private void acceptTwo() {
        Workers workers = new Workers();
        guard.start(task -> workers.unstarted(task), () -> {});
        guard.start(task -> workers.unstarted(task), () -> {});
        workers.join();
    }

    private void serve() {
        long since = 0;
        for (int message = 0; message < 2; message++) {
            guard.yieldToPending(since);
            since = guard.startCount();
        }
    }
}
