package dev.heddle.soak;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A way of dealing with a server for a while: on one connection, or on a few. Any number may go on at a time. */
interface Visit {
    /**
     * Pays it.
     *
     * @return how many answers it got that it was owed
     * @throws IOException if the server ended it before its time
     * @throws AssertionError if an answer was wrong, or if an end that the server owes did not come
     */
    int pay(InetSocketAddress server, Occasion occasion) throws IOException, InterruptedException;
}
