package dev.heddle.explore.cells;

import dev.heddle.explore.Scenario;
import dev.heddle.jcstress.concurrent.SmallServer;
import dev.heddle.jcstress.concurrent.SmallServer.Client;
import java.util.Objects;

/** Two connections wait for a message; the watchdog finds one overdue while the server drains. */
public final class Explore_Server_05_TwoExpireVsDrain extends Scenario {
    private final SmallServer server = new SmallServer();

    @Override
    public String promise() {
        return "A wait that the watchdog and a drain both end is ended once, and the drain waits for both connections.";
    }

    @Override
    public void run() throws InterruptedException {
        Client first = Objects.requireNonNull(server.accept());
        Client second = Objects.requireNonNull(server.accept());
        together(
                actor("first connection", first::serve),
                actor("second connection", second::serve),
                actor("watchdog", () -> first.enforceDeadline(SmallServer.DEADLINE + 1)),
                actor("closing", server::drain));
        check(server.ended() == 2, "each connection has ended once");
        check(server.registered() == 0 && server.inside() == 0, "nothing is left of them");
    }
}
