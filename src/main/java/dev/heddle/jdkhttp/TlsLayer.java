package dev.heddle.jdkhttp;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import dev.heddle.protocol.SocketLayer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * TLS over an accepted connection, as the server's configurator wants it. The handshake runs on the connection's thread. Each of
 * its waits for the client has the time-out for a head; what it waits for a processor is not the client's doing.
 */
final class TlsLayer implements SocketLayer {
    private static final @Nullable InputStream NOTHING_READ_YET = null;

    /** The longest that a socket can be told. */
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
            // Not the client's doing, and so told to the operator.
            throw new IllegalStateException("the server has no HttpsConfigurator");
        }
        if (!options.noDelay()) {
            accepted.setTcpNoDelay(false);
        }
        SSLSocket tls =
                (SSLSocket) chosen.getSSLContext().getSocketFactory().createSocket(accepted, NOTHING_READ_YET, true);
        Parameters parameters = new Parameters(chosen, (InetSocketAddress) accepted.getRemoteSocketAddress());
        chosen.configure(parameters);
        parameters.apply(tls);
        tls.setSoTimeout(handshakeWaitMillis());
        tls.startHandshake();
        tls.setSoTimeout(0);
        return tls;
    }

    /** Zero for no bound, as sockets have it. */
    private int handshakeWaitMillis() {
        Duration wait = options.server().timeouts().head();
        boolean bounded = !wait.isZero() && wait.compareTo(LONGEST_WAIT) <= 0;
        return bounded ? Math.max(1, (int) wait.toMillis()) : 0;
    }

    /** What a configurator says about one connection. */
    private static final class Parameters extends HttpsParameters {
        private final HttpsConfigurator configurator;
        private final InetSocketAddress peer;
        private @Nullable SSLParameters whole;

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
                whole = parameters;
            }
        }

        /** Either all of them, or those that were set one by one. */
        @SuppressWarnings("deprecation") // the older half of the API is still used
        void apply(SSLSocket tls) {
            if (whole != null) {
                tls.setSSLParameters(whole);
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
