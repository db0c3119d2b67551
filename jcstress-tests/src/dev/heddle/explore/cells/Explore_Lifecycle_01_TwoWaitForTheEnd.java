package dev.heddle.explore.cells;

import dev.heddle.concurrent.Lifecycle;
import dev.heddle.explore.Scenario;

/** Two threads wait until the server is closed, one until it begins to close. */
public final class Explore_Lifecycle_01_TwoWaitForTheEnd extends Scenario {
    private static final long LONG = 60_000_000_000L;

    private final Lifecycle lifecycle = new Lifecycle();

    @Override
    public String promise() {
        return "Every thread that waits for a later state of the server is woken when it is there.";
    }

    @Override
    public void run() throws InterruptedException {
        lifecycle.start();
        together(
                actor("program", () -> check(lifecycle.awaitClosed(LONG), "the server is closed after the wait")),
                actor("second closer", () -> check(lifecycle.awaitClosed(LONG), "the server is closed after the wait")),
                actor("acceptor", () -> check(lifecycle.awaitDraining(LONG), "the server closes after the wait")),
                actor("closing", this::close));
    }

    private void close() {
        check(lifecycle.drain(), "the only closer begins to close");
        lifecycle.closeIdle();
        lifecycle.close();
    }
}
