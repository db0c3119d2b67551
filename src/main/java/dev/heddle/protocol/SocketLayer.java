package dev.heddle.protocol;

import dev.heddle.metrics.ServerEvents;
import dev.heddle.metrics.ServerStats.CertificateStats;
import dev.heddle.options.Timeouts;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/**
 * What lies between an accepted socket and the protocol: nothing, or TLS. Called once for each connection, on the connection's
 * own thread, so that a slow handshake delays no other connection. The whole handshake has one deadline. A read that is blocked at the
 * deadline finds the end of the input.
 *
 * {@snippet :
 * SSLContext context = SSLContext.getDefault();
 * SocketLayer tls = accepted -> {
 *     SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, true);
 *     secure.setUseClientMode(false);
 *     secure.startHandshake();
 *     return secure;
 * };
 * Server server = Server.http(request -> Response.text("hello")).layer(tls).start();
 * }
 */
@FunctionalInterface
public interface SocketLayer {
    /**
     * Returns the socket that the protocol is spoken on.
     *
     * @param accepted the accepted socket; its options may be set
     * @return the same socket, or one that wraps it and closes it when it is closed
     * @throws IOException if the handshake fails; the accepted socket is then closed
     */
    Socket wrap(Socket accepted) throws IOException;

    /**
     * How long a handshake may take; zero for no bound. Unless overridden it is the head timeout or the idle timeout, whichever is longer:
     * its computations take our processors' time, and a thousand handshakes that start at once wait for each other.
     *
     * @param timeouts of the server
     */
    default Duration handshakeTimeout(Timeouts timeouts) {
        boolean bounded = !timeouts.head().isZero() && !timeouts.idle().isZero();
        boolean longerIdle = timeouts.idle().compareTo(timeouts.head()) > 0;
        return bounded ? (longerIdle ? timeouts.idle() : timeouts.head()) : Duration.ZERO;
    }

    /** How often {@link #refresh} is to be called while the server runs; zero, the default, for never. */
    default Duration refreshInterval() {
        return Duration.ZERO;
    }

    /**
     * Looks whether what the layer was made from has changed, such as files of certificates. On a platform thread of its own, one call at a
     * time, so that it may wait for a disk.
     *
     * @param events told what was found
     */
    default void refresh(ServerEvents events) {}

    /** The certificates that new connections are given now; none unless overridden. For any thread. */
    default List<CertificateStats> certificates() {
        return List.of();
    }

    /** No layer: the protocol is spoken on the accepted socket itself. */
    SocketLayer NONE = accepted -> accepted;
}
