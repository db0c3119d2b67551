package dev.heddle.explore.cells;

import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Two threads submit two tasks each to an executor that runs two at a time. */
public final class Explore_BoundedExecutor_02_TwoAtATime extends Scenario {
    private final Workers workers = new Workers();
    private final BoundedExecutor executor = new BoundedExecutor("lane", 2, workers);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @Override
    public String promise() {
        return "Each of four tasks runs once, at most two at a time.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("first", this::submitTwo), actor("second", this::submitTwo));
        workers.join();
        check(done.get() == 4, "each task has run once");
        check(executor.running() == 0 && executor.waiting() == 0, "nothing runs or waits at the end");
    }

    private void submitTwo() {
        executor.submit(this::task);
        executor.submit(this::task);
    }

    private void task() {
        check(running.incrementAndGet() <= 2, "at most two tasks run at a time");
        done.incrementAndGet();
        running.decrementAndGet();
    }
}
