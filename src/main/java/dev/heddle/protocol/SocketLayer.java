package dev.heddle.protocol;

import java.io.IOException;
import java.net.Socket;

/**
 * What lies between an accepted socket and the protocol: nothing, or TLS. Called once for each connection, on the connection's
 * own thread, so that a slow handshake delays no other connection. The whole handshake has one deadline: the head timeout or the
 * idle timeout, whichever is longer. A read that is blocked at the deadline finds the end of the input.
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

    /** No layer: the protocol is spoken on the accepted socket itself. */
    SocketLayer NONE = accepted -> accepted;
}
