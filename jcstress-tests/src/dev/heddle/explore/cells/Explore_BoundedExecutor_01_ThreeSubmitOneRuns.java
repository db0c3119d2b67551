package dev.heddle.explore.cells;

import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Three threads submit a task each to an executor that runs one at a time. */
public final class Explore_BoundedExecutor_01_ThreeSubmitOneRuns extends Scenario {
    private final Workers workers = new Workers();
    private final BoundedExecutor executor = new BoundedExecutor("lane", 1, workers);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @Override
    public String promise() {
        return "Each of three tasks runs once, and no two at a time.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("first", this::submit), actor("second", this::submit), actor("third", this::submit));
        workers.join();
        check(done.get() == 3, "each task has run once");
        check(executor.running() == 0 && executor.waiting() == 0, "nothing runs or waits at the end");
    }

    private void submit() {
        executor.submit(() -> {
            check(running.incrementAndGet() == 1, "one task runs at a time");
            done.incrementAndGet();
            running.decrementAndGet();
        });
    }
}
