package dev.heddle.architecture;

import dev.heddle.net.ServerContext;
import dev.heddle.options.Architecture;
import java.io.IOException;

/** An architecture that is not one of the five: it opens its own schedule. {@code docs/add-an-architecture.md} shows one. */
public interface ScheduleFactory extends Architecture.Custom {
    /**
     * Opens the listening sockets. Nothing is accepted before {@link Schedule#start}.
     *
     * @throws IOException if the address cannot be listened on
     */
    Schedule open(ServerContext context) throws IOException;
}
