package dev.heddle.explore.cells;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Two connections are added while the server closes the set, ends its members and waits until there are none. */
public final class Explore_ClosableSet_01_TwoAddsVsClose extends Scenario {
    private static final long LONG = 60_000_000_000L;

    private final ClosableSet<String> set = new ClosableSet<>();
    private final AtomicInteger ended = new AtomicInteger();

    @Override
    public String promise() {
        return "Each member is ended by exactly one thread, and the closing thread's wait for an empty set ends.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("first", () -> add("a")), actor("second", () -> add("b")), actor("closing", this::close));
        check(ended.get() == 2, "each member is ended once");
        check(set.size() == 0, "the set is empty");
    }

    private void add(String member) {
        if (!set.add(member) || set.remove(member)) {
            ended.incrementAndGet();
        }
    }

    private void close() {
        set.close();
        set.forEach(member -> {
            if (set.remove(member)) {
                ended.incrementAndGet();
            }
        });
        set.awaitEmpty(LONG);
    }
}
