package dev.heddle.explore.cells;

import dev.heddle.explore.Scenario;
import dev.heddle.jcstress.concurrent.SmallServer;
import dev.heddle.jcstress.concurrent.SmallServer.Client;
import java.util.Objects;

/** A worker writes the last reply of a connection whose reader waits, while the server drains and the watchdog looks. */
public final class Explore_Server_04_ConcurrentReplyVsDrainVsWatchdog extends Scenario {
    private final SmallServer server = new SmallServer();

    @Override
    public String promise() {
        return "A connection that has replied to its last message ends in a drain, once, in whichever order they come.";
    }

    @Override
    public void run() throws InterruptedException {
        Client client = Objects.requireNonNull(server.accept());
        long ticket = client.dispatch();
        together(
                actor("reader", client::serve),
                actor("worker", () -> client.reply(ticket)),
                actor("watchdog", () -> client.enforceDeadline(SmallServer.DEADLINE + 1)),
                actor("closing", server::drain));
        check(server.ended() == 1, "the connection has ended once");
        check(server.registered() == 0, "it is not registered");
        check(server.inside() == 0, "its permit is back");
    }
}
