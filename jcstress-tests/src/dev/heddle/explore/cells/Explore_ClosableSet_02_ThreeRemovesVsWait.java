package dev.heddle.explore.cells;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.explore.Scenario;

/** Three members leave a closed set while a thread waits for the last of them. */
public final class Explore_ClosableSet_02_ThreeRemovesVsWait extends Scenario {
    private static final long LONG = 60_000_000_000L;

    private final ClosableSet<String> set = new ClosableSet<>();

    @Override
    public String promise() {
        return "The wait for an empty set ends, whichever member leaves last.";
    }

    @Override
    public void run() throws InterruptedException {
        set.add("a");
        set.add("b");
        set.add("c");
        set.close();
        together(
                actor("draining", () -> check(set.awaitEmpty(LONG), "the set is empty at the end of the wait")),
                actor("first", () -> set.remove("a")),
                actor("second", () -> set.remove("b")),
                actor("third", () -> set.remove("c")));
    }
}
