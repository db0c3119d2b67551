package dev.heddle.protocol;

import javax.net.ssl.SSLSession;

/**
 * A socket of a {@link SocketLayer} that speaks TLS and is no {@link javax.net.ssl.SSLSocket}, which is asked for its session, too.
 *
 * {@snippet :
 * if (socket instanceof SecureSocket secure) {
 *     System.out.println(secure.session().getCipherSuite());
 * }
 * }
 */
public interface SecureSocket {
    /** What was agreed on with the peer. Called by any thread, after the handshake. */
    SSLSession session();
}
