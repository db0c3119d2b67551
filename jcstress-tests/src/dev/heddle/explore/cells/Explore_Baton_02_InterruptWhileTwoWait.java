package dev.heddle.explore.cells;

import dev.heddle.concurrent.Baton;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Three threads want the baton, and one of them is interrupted, perhaps while it waits. */
public final class Explore_Baton_02_InterruptWhileTwoWait extends Scenario {
    private final Baton baton = new Baton();
    private final AtomicInteger interrupted = new AtomicInteger();

    @Override
    public String promise() {
        return "An interrupt ends no wait for the baton, wakes nobody else for good, and is still there afterwards.";
    }

    @Override
    public void run() throws InterruptedException {
        Thread first = new Thread(this::turn, "first");
        first.start();
        together(actor("second", this::turn), actor("third", this::turn), actor("interrupting", first::interrupt));
        first.join();
        check(baton.acquisitions() == 3, "all three have had it");
        check(interrupted.get() <= 1, "only one of them was interrupted");
    }

    private void turn() {
        baton.acquire();
        if (Thread.interrupted()) {
            interrupted.incrementAndGet();
        }
        baton.release();
    }
}
