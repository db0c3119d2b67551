package dev.heddle.soak;

import java.io.IOException;
import java.net.InetSocketAddress;

/** What a client does to a server, on one connection or on a few. Any number may run concurrently. */
interface ClientBehavior {
    /**
     * Runs once.
     *
     * @return the number of correct replies that it got
     * @throws IOException if the server ended a connection too early
     * @throws AssertionError if a reply was wrong, or if the server did not end a connection in time
     */
    int run(InetSocketAddress server, ClientContext context) throws IOException, InterruptedException;
}
