package dev.heddle.explore.cells;

import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.explore.Scenario;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Three threads submit a task each, and no thread can be started for a worker. */
public final class Explore_BoundedExecutor_03_NoThreadForAWorker extends Scenario {
    private final BoundedExecutor executor = new BoundedExecutor("lane", 1, task -> {
        throw new RejectedExecutionException("no thread");
    });
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @Override
    public String promise() {
        return "Where no worker can be started, the submitting threads run each task once, one at a time.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("first", this::submit), actor("second", this::submit), actor("third", this::submit));
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
