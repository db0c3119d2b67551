package dev.heddle.tls;

import java.io.IOException;

/**
 * Runs the computations of a handshake: key agreement, signatures, the check of a client's certificate. They are most of what a handshake
 * costs, and never wait for the peer. Called by the connection's own thread.
 */
@FunctionalInterface
interface Computing {
    /**
     * Runs one, now or after others have ended theirs.
     *
     * @throws IOException if the connection has ended meanwhile
     */
    void run(Runnable task) throws IOException;
}
