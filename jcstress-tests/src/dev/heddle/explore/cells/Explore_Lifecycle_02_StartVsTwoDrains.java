package dev.heddle.explore.cells;

import dev.heddle.concurrent.Lifecycle;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** A server is started while two threads close it. */
public final class Explore_Lifecycle_02_StartVsTwoDrains extends Scenario {
    private static final long LONG = 60_000_000_000L;

    private final Lifecycle lifecycle = new Lifecycle();
    private final AtomicInteger closers = new AtomicInteger();

    @Override
    public String promise() {
        return "One of two closers closes the server, also one that is just being started, and the other one waits for it.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("starting", this::start),
                actor("first closer", this::close),
                actor("second closer", this::close));
        check(closers.get() == 1, "one of them has closed it");
        check(!lifecycle.isRunning(), "it does not run");
    }

    private void start() {
        try {
            lifecycle.start();
        } catch (IllegalStateException e) {
            check(lifecycle.isDraining(), "a start fails only if the server was closed before");
        }
    }

    private void close() {
        if (lifecycle.drain()) {
            closers.incrementAndGet();
            lifecycle.closeIdle();
            lifecycle.close();
        } else {
            check(lifecycle.awaitClosed(LONG), "the server is closed after the wait");
        }
    }
}
