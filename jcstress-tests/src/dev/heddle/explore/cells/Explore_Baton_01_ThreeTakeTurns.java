package dev.heddle.explore.cells;

import dev.heddle.concurrent.Baton;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Three threads want the baton: two of them wait at a time. */
public final class Explore_Baton_01_ThreeTakeTurns extends Scenario {
    private final Baton baton = new Baton();
    private final AtomicInteger inside = new AtomicInteger();

    @Override
    public String promise() {
        return "Each of three threads gets the baton, and has it alone, however many wait.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("first", this::turn), actor("second", this::turn), actor("third", this::turn));
        check(baton.acquisitions() == 3, "all three have had it");
        check(baton.waiting() == 0, "nobody is left in the queue");
    }

    private void turn() {
        baton.acquire();
        check(inside.incrementAndGet() == 1, "one thread at a time has the baton");
        inside.decrementAndGet();
        baton.release();
    }
}
