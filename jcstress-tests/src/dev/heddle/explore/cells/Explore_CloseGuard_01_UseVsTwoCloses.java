package dev.heddle.explore.cells;

import dev.heddle.concurrent.CloseGuard;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Two threads close a resource while two others use it. */
public final class Explore_CloseGuard_01_UseVsTwoCloses extends Scenario {
    private final CloseGuard guard = new CloseGuard();
    private final AtomicInteger using = new AtomicInteger();
    private final AtomicInteger released = new AtomicInteger();

    @Override
    public String promise() {
        return "What a resource holds is released once, and not while it is used.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("first user", this::use),
                actor("second user", this::use),
                actor("first closer", this::close),
                actor("second closer", this::close));
        check(released.get() == 1, "it is released once");
        check(!guard.tryBegin(), "nobody uses it any more");
    }

    private void use() {
        if (guard.tryBegin()) {
            check(using.incrementAndGet() == 1, "one thread uses it at a time");
            check(released.get() == 0, "it is not released while it is used");
            using.decrementAndGet();
            if (guard.end()) {
                release();
            }
        }
    }

    private void close() {
        if (guard.close()) {
            release();
        }
    }

    private void release() {
        check(using.get() == 0, "nobody uses it when it is released");
        released.incrementAndGet();
    }
}
