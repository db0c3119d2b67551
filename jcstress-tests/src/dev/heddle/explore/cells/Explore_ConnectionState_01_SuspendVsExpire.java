package dev.heddle.explore.cells;

import dev.heddle.concurrent.ConnectionState;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The reader stops its deadline while the watchdog finds that it has passed. */
public final class Explore_ConnectionState_01_SuspendVsExpire extends Scenario {
    private final ConnectionState state = new ConnectionState();
    private final AtomicLong suspended = new AtomicLong();
    private final AtomicBoolean expired = new AtomicBoolean();

    @Override
    public String promise() {
        return "A wait that the watchdog has ended stays ended: either the reader gets its deadline back or the watchdog ends the wait.";
    }

    @Override
    public void run() throws InterruptedException {
        state.enterBusy(100);
        together(
                actor("reader", () -> suspended.set(state.suspend())),
                actor("watchdog", () -> expired.set(state.expire(200))));
        check(state.isExpired() == expired.get(), "it has expired if the watchdog was told so");
        check(expired.get() == (suspended.get() == ConnectionState.NEVER), "one of the two has taken the deadline");
    }
}
