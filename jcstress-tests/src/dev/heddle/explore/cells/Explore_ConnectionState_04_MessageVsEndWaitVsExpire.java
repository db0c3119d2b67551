package dev.heddle.explore.cells;

import dev.heddle.concurrent.ConnectionState;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicBoolean;

/** A message arrives while the closing server and the watchdog both want to end the wait for it. */
public final class Explore_ConnectionState_04_MessageVsEndWaitVsExpire extends Scenario {
    private final ConnectionState state = new ConnectionState();
    private final AtomicBoolean served = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean expired = new AtomicBoolean();

    @Override
    public String promise() {
        return "One thread wakes the waiting one, and a message is served unless its connection has expired.";
    }

    @Override
    public void run() throws InterruptedException {
        state.enterWaiting(100);
        together(
                actor("reader", () -> served.set(state.enterBusy(ConnectionState.NEVER))),
                actor("closing", () -> ended.set(state.endWait())),
                actor("watchdog", () -> expired.set(state.expire(200))));
        check(!(ended.get() && expired.get()), "one thread ends the wait");
        check(served.get() != expired.get(), "the message is served, or the wait has expired");
        check(state.isExpired() == expired.get(), "it has expired if the watchdog was told so");
    }
}
