package dev.heddle.explore.cells;

import dev.heddle.explore.Scenario;
import dev.heddle.jcstress.concurrent.SmallServer;
import dev.heddle.jcstress.concurrent.SmallServer.Client;
import java.util.Objects;

/** A connection is accepted and another one finishes a message while the server drains. */
public final class Explore_Server_01_AcceptVsReplyVsDrain extends Scenario {
    private final SmallServer server = new SmallServer();

    @Override
    public String promise() {
        return "A drain ends every connection once, also one that is just being accepted and one that just begins to wait.";
    }

    @Override
    public void run() throws InterruptedException {
        Client first = Objects.requireNonNull(server.accept());
        first.begin();
        together(
                actor("connection", first::serve),
                actor("acceptor", this::acceptAndServe),
                actor("closing", server::drain));
        check(server.ended() == 2, "each connection has ended once");
        check(server.registered() == 0, "none is registered");
        check(server.inside() == 0, "the permits are back");
    }

    private void acceptAndServe() {
        Client second = server.accept();
        if (second != null) {
            second.serve();
        }
    }
}
