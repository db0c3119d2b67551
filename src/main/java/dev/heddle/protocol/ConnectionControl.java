package dev.heddle.protocol;

import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** The connection below a session, as far as a handler may care. Any thread may ask. */
public interface ConnectionControl {
    /** The peer's address. */
    SocketAddress peer();

    /** The address on this side that the peer connected to. */
    SocketAddress local();

    /** What was agreed on with the peer, if the connection is a TLS one. */
    Optional<SSLSession> tls();

    /**
     * Waits on the thread that reads the connection, or handles a message, without keeping others of the server from what is
     * theirs: an architecture that runs one handler at a time runs others meanwhile.
     */
    void runBlocking(Runnable wait);

    /** Closes the connection at once, whatever is in flight on it: reads and writes that wait for it fail. */
    void abort();
}
