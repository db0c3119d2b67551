package dev.heddle.explore.cells;

import dev.heddle.concurrent.ConnectionState;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicBoolean;

/** The reader restarts its deadline while the watchdog finds that it has passed. */
public final class Explore_ConnectionState_03_ResumeVsExpire extends Scenario {
    private final ConnectionState state = new ConnectionState();
    private final AtomicBoolean expired = new AtomicBoolean();

    @Override
    public String promise() {
        return "A wait that the watchdog has ended stays ended, though the reader moves its deadline just then.";
    }

    @Override
    public void run() throws InterruptedException {
        state.enterBusy(100);
        together(actor("reader", () -> state.resume(300)), actor("watchdog", () -> expired.set(state.expire(200))));
        check(state.isExpired() == expired.get(), "it has expired if the watchdog was told so");
    }
}
