package dev.heddle.jdkhttp;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.heddle.protocol.SocketLayer;
import dev.heddle.tls.TlsSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * TLS over an accepted connection, as the server's configurator sets it up. The handshake runs on the connection's
 * own thread. Each of its reads has the head timeout; time spent waiting for a processor does not count, as the
 * client cannot help it.
 */
final class TlsLayer implements SocketLayer {
    /** Longest timeout that a socket takes. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(Integer.MAX_VALUE);

    private final AtomicReference<@Nullable HttpsConfigurator> configurator;
    private final JdkHttpOptions options;

    TlsLayer(AtomicReference<@Nullable HttpsConfigurator> configurator, JdkHttpOptions options) {
        this.configurator = configurator;
        this.options = options;
    }

    @Override
    public Socket wrap(Socket accepted) throws IOException {
        HttpsConfigurator chosen = configurator.get();
        if (chosen == null) {
            // The server's fault and not the client's, so no IOException: the operator has to see it.
            throw new IllegalStateException("the server has no HttpsConfigurator");
        }
        if (!options.noDelay()) {
            accepted.setTcpNoDelay(false);
        }
        InetSocketAddress peer = (InetSocketAddress) accepted.getRemoteSocketAddress();
        // Not by the peer's name, which a name server would have to be asked for, for each connection.
        SSLEngine engine = chosen.getSSLContext().createSSLEngine(peer.getHostString(), peer.getPort());
        engine.setUseClientMode(false);
        Parameters parameters = new Parameters(chosen, peer);
        chosen.configure(parameters);
        parameters.apply(engine);
        accepted.setSoTimeout(handshakeWaitMillis());
        TlsSocket tls = TlsSocket.accept(accepted, engine);
        accepted.setSoTimeout(0);
        return tls;
    }

    /** Timeout of a read during the handshake, in ms; 0 for none, as for sockets. */
    private int handshakeWaitMillis() {
        Duration wait = options.server().timeouts().head();
        boolean bounded = !wait.isZero() && wait.compareTo(LONGEST_WAIT) <= 0;
        return bounded ? Math.max(1, (int) wait.toMillis()) : 0;
    }

    /** What a configurator chooses for one connection. */
    private static final class Parameters extends HttpsParameters {
        private final HttpsConfigurator configurator;
        private final InetSocketAddress peer;
        private @Nullable SSLParameters all;

        Parameters(HttpsConfigurator configurator, InetSocketAddress peer) {
            this.configurator = configurator;
            this.peer = peer;
        }

        @Override
        public HttpsConfigurator getHttpsConfigurator() {
            return configurator;
        }

        @Override
        public InetSocketAddress getClientAddress() {
            return peer;
        }

        @Override
        public void setSSLParameters(@Nullable SSLParameters parameters) {
            if (parameters != null) {
                all = parameters;
            }
        }

        /** Sets the parameters that were given as a whole, else those that were given one by one. */
        @SuppressWarnings("deprecation") // the older half of the API is still used
        void apply(SSLEngine tls) {
            if (all != null) {
                tls.setSSLParameters(all);
                return;
            }
            if (getCipherSuites() != null) {
                tls.setEnabledCipherSuites(getCipherSuites());
            }
            if (getProtocols() != null) {
                tls.setEnabledProtocols(getProtocols());
            }
            if (getNeedClientAuth()) {
                tls.setNeedClientAuth(true);
            } else if (getWantClientAuth()) {
                tls.setWantClientAuth(true);
            }
        }
    }
}
