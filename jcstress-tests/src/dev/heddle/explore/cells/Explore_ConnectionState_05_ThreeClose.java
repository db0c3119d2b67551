package dev.heddle.explore.cells;

import dev.heddle.concurrent.ConnectionState;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Three threads end a connection: its reader, the watchdog and the closing server. */
public final class Explore_ConnectionState_05_ThreeClose extends Scenario {
    private final ConnectionState state = new ConnectionState();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public String promise() {
        return "Of three threads that end a connection, one releases what it holds.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("reader", () -> {
                    state.enterBusy(100);
                    close();
                }),
                actor("watchdog", () -> {
                    state.expire(200);
                    close();
                }),
                actor("closing", this::close));
        check(closed.get() == 1, "one thread has closed it");
    }

    private void close() {
        if (state.close()) {
            closed.incrementAndGet();
        }
    }
}
