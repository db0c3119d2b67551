package dev.heddle.explore.cells;

import dev.heddle.concurrent.ConnectionState;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The reader restarts its deadline while the watchdog ends the wait and another thread closes the connection. */
public final class Explore_ConnectionState_02_ResumeVsExpireVsClose extends Scenario {
    private final ConnectionState state = new ConnectionState();
    private final AtomicBoolean expired = new AtomicBoolean();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public String promise() {
        return "A connection that is closed stays closed, and is closed once, though the reader moves its deadline just then.";
    }

    @Override
    public void run() throws InterruptedException {
        state.enterBusy(100);
        together(
                actor("reader", () -> state.resume(300)),
                actor("watchdog", () -> expired.set(state.expire(200))),
                actor("closing", () -> {
                    if (state.close()) {
                        closed.incrementAndGet();
                    }
                }));
        check(closed.get() == 1, "the closing thread closes it");
        check(!state.close(), "no later thread closes it again");
        check(!state.isExpired() && !state.isWaiting(), "nothing leads out of the closed state");
    }
}
