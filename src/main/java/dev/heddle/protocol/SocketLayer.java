package dev.heddle.protocol;

import java.io.IOException;
import java.net.Socket;

/**
 * What lies between an accepted socket and the protocol: nothing, or TLS. Called once for each connection, on the connection's
 * own thread, so that a slow handshake keeps nobody else; all of it has the time-out for a head or that for idling, whichever is
 * longer, and what its reads wait for ends with it.
 */
@FunctionalInterface
public interface SocketLayer {
    /**
     * The socket that the protocol is spoken on.
     *
     * @param accepted the socket as it was accepted, whose options may be set
     * @return the same one, or one over it that closes it when it is closed
     * @throws IOException if nothing came about: the accepted socket is closed
     */
    Socket wrap(Socket accepted) throws IOException;

    /** Nothing. */
    SocketLayer NONE = accepted -> accepted;
}
