package dev.heddle.tls;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.SocketLayer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;

/**
 * The layer between the sockets of a server and its protocol that speaks TLS, as a {@link Tls} says. {@link #wrap} runs on each
 * connection's own thread, and {@link #refresh} on one of its own; they share the context that new connections get.
 */
public final class Handshakes implements SocketLayer {
    private static final String HTTP = "http/1.1";

    /** To a client that speaks HTTP without TLS. */
    private static final byte[] USE_TLS = """
            HTTP/1.1 400 Bad Request\r
            Content-Type: text/plain\r
            Content-Length: 40\r
            Connection: close\r
            \r
            This port speaks HTTPS: use https://...
            """.getBytes(StandardCharsets.US_ASCII);

    private final Tls tls;
    private final boolean isHttp;
    private final Reload reload;
    private final Admission permits;
    private final AtomicReference<SSLContext> context;

    private Handshakes(Tls tls, boolean isHttp, Reload reload, SSLContext first) {
        this.tls = tls;
        this.isHttp = isHttp;
        this.reload = reload;
        this.permits = new Admission(tls.maxHandshakes());
        this.context = new AtomicReference<>(first);
    }

    /**
     * Reads the files.
     *
     * @param isHttp whether the protocol above is HTTP/1.1: clients are told so (ALPN, RFC 7301), and those that speak HTTP without TLS that
     *     they have to
     * @param events told what the operator should know of the certificates
     * @throws IOException if a file cannot be read or understood; the message has its name and the reason
     */
    public static Handshakes open(Tls tls, boolean isHttp, ServerEvents events) throws IOException {
        CertificateFiles files = new CertificateFiles(tls);
        FileStamps before = FileStamps.of(files.files());
        CertificateFiles.Loaded loaded = files.load();
        loaded.warnings().forEach(events::misconfigured);
        Handshakes opened = new Handshakes(tls, isHttp, new Reload(files, before), loaded.context());
        opened.engine("localhost", 0); // So that unknown names of cipher suites are found now.
        return opened;
    }

    @Override
    public Duration handshakeTimeout(Timeouts timeouts) {
        return tls.handshakeTimeout();
    }

    @Override
    public Duration refreshInterval() {
        return tls.ownContext().isPresent() ? Duration.ZERO : tls.reloadInterval();
    }

    @Override
    public void refresh(ServerEvents events) {
        reload.look(events).ifPresent(loaded -> {
            context.set(loaded.context());
            events.certificatesReloaded(loaded.description());
            loaded.warnings().forEach(events::misconfigured);
        });
    }

    @Override
    public Socket wrap(Socket accepted) throws IOException {
        HandshakeInput in = new HandshakeInput(accepted, permits::hasWaiting);
        ByteBuffer received = firstBytes(in);
        refusePlainHttp(received, accepted);
        // Not before: a client that is silent holds neither a permit nor the memory of a handshake.
        long since = System.nanoTime();
        Permit permit = permits.acquire();
        try {
            InetSocketAddress peer = (InetSocketAddress) accepted.getRemoteSocketAddress();
            in.begin();
            TlsSocket socket = TlsSocket.accept(accepted, in, received, engine(peer.getHostString(), peer.getPort()));
            in.end();
            return socket;
        } catch (IOException e) {
            throw isLate(since) ? late(e) : e;
        } finally {
            permit.release();
        }
    }

    private static ByteBuffer firstBytes(InputStream in) throws IOException {
        byte[] first = new byte[TlsRecords.SMALL_INPUT];
        int count = in.read(first);
        if (count < 0) {
            throw new SSLHandshakeException("the client has sent nothing");
        }
        return ByteBuffer.wrap(first, 0, count);
    }

    /** A record of TLS begins with a byte below 32, a method with a letter. */
    private void refusePlainHttp(ByteBuffer received, Socket accepted) throws IOException {
        int first = received.get(0);
        if (isHttp && first >= 'A' && first <= 'Z') {
            accepted.getOutputStream().write(USE_TLS);
            throw new SSLHandshakeException("the client speaks HTTP without TLS");
        }
    }

    private SSLEngine engine(String host, int port) {
        SSLEngine engine = context.get().createSSLEngine(host, port);
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(tls.protocols().toArray(String[]::new));
        if (!tls.cipherSuites().isEmpty()) {
            parameters.setCipherSuites(tls.cipherSuites().toArray(String[]::new));
        }
        if (tls.clientAuthorities().isPresent()) {
            if (tls.clientCertificateRequired()) {
                parameters.setNeedClientAuth(true);
            } else {
                parameters.setWantClientAuth(true);
            }
        }
        engine.setSSLParameters(parameters);
        if (isHttp) {
            engine.setHandshakeApplicationProtocolSelector((same, offered) -> choose(offered));
        }
        return engine;
    }

    /** Empty says that no protocol was agreed on: a client that offers only others may still speak this one. */
    private static String choose(List<String> offered) {
        return offered.contains(HTTP) ? HTTP : "";
    }

    private boolean isLate(long since) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since) + Timeouts.PRECISION_MILLIS;
        return !tls.handshakeTimeout().isZero()
                && millis >= tls.handshakeTimeout().toMillis();
    }

    /** The watchdog has ended the input: what that looks like is not why the handshake failed. */
    private IOException late(IOException cause) {
        SSLHandshakeException late = new SSLHandshakeException(
                "the handshake took longer than " + tls.handshakeTimeout().toMillis() + " ms");
        late.initCause(cause);
        return late;
    }
}
