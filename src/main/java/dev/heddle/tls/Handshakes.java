package dev.heddle.tls;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.metrics.ServerStats.CertificateStats;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.SocketLayer;
import dev.heddle.tls.CertificateFiles.Loaded;
import dev.heddle.tls.Tls.ClientCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The layer between the sockets of a server and its protocol that speaks TLS, as a {@link Tls} says. {@link #wrap} runs on each
 * connection's own thread, and {@link #refresh} on one of its own; they share the context that new connections get.
 *
 * {@snippet :
 * Tls tls = Tls.builder().certificate(Path.of("fullchain.pem"), Path.of("privkey.pem")).build();
 * Handshakes layer = Handshakes.open(tls, true, new LoggingEvents()); // reads the files
 * Socket secure = layer.wrap(socket);
 * }
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

    private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

    private final Tls tls;
    private final boolean isHttp;
    private final CertificateFiles files;
    private final Reload reload;
    private final Clocks clocks;

    /** For computing. Held across no read and no write: a client that is slow keeps nobody out. */
    private final Admission permits;

    private final AtomicReference<Served> served;

    /** What is to be served, and is not yet. Only for the thread that refreshes. */
    private @Nullable Loaded changed;

    /** When the operator was last told of the certificates. Only for the thread that refreshes. */
    private long warnedAt;

    /** What new connections get, and since when. */
    private record Served(Loaded loaded, SSLContext context, long since) {}

    private Handshakes(Tls tls, boolean isHttp, FileStamps stamps, Served first, Clocks clocks) {
        this.tls = tls;
        this.isHttp = isHttp;
        this.files = new CertificateFiles(tls);
        this.reload = new Reload(files, stamps, first.loaded(), clocks);
        this.clocks = clocks;
        this.permits = new Admission(tls.maxHandshakes());
        this.served = new AtomicReference<>(first);
        this.warnedAt = first.since();
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
        return open(tls, isHttp, events, Clocks.SYSTEM);
    }

    /**
     * The same by other clocks.
     *
     * @param clocks the clocks of certificates and sessions
     */
    static Handshakes open(Tls tls, boolean isHttp, ServerEvents events, Clocks clocks) throws IOException {
        CertificateFiles files = new CertificateFiles(tls);
        FileStamps before = FileStamps.of(files.files());
        Loaded loaded = files.load();
        Served first = served(files, loaded, clocks);
        Handshakes opened = new Handshakes(tls, isHttp, before, first, clocks);
        opened.engine("localhost", 0); // So that unknown names of cipher suites are found now.
        opened.warn(loaded, events);
        return opened;
    }

    private void warn(Loaded loaded, ServerEvents events) {
        warnedAt = clocks.nanos().getAsLong();
        loaded.warnings(clocks.date().instant()).forEach(events::misconfigured);
        files.exposed().forEach(events::misconfigured);
    }

    private static Served served(CertificateFiles files, Loaded loaded, Clocks clocks) throws IOException {
        return new Served(
                loaded, files.context(loaded, clocks.date()), clocks.nanos().getAsLong());
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
        reload.look(events).ifPresent(loaded -> changed = loaded);
        if (changed != null) {
            serve(changed, events);
            changed = null; // Not if it has failed for lack of memory: then the next look tries again.
        } else if (clocks.since(warnedAt) >= DAY_NANOS) {
            warn(served.get().loaded(), events);
        }
    }

    private void serve(Loaded loaded, ServerEvents events) {
        try {
            served.set(served(files, loaded, clocks));
        } catch (IOException e) {
            events.certificatesNotReloaded(e);
            return;
        }
        events.certificatesReloaded(loaded.description());
        warn(loaded, events);
    }

    @Override
    public List<CertificateStats> certificates() {
        return served.get().loaded().all().stream().map(Identity::stats).toList();
    }

    @Override
    public Socket wrap(Socket accepted) throws IOException {
        ByteBuffer received = firstBytes(accepted.getInputStream());
        refusePlainHttp(received, accepted);
        // Not before: a client that is silent does not hold the memory of a handshake.
        InetSocketAddress peer = (InetSocketAddress) accepted.getRemoteSocketAddress();
        SSLEngine engine = engine(peer.getHostString(), peer.getPort());
        TlsSocket socket = TlsSocket.accept(accepted, received, engine, task -> compute(task, accepted));
        refuseExpiredClient(socket);
        return socket;
    }

    /** The watchdog interrupts the wait of a connection whose deadline has passed, that was evicted, or whose server closes. */
    private void compute(Runnable task, Socket accepted) throws IOException {
        Permit permit;
        try {
            permit = permits.acquireInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the connection has ended before its handshake was computed");
        }
        try {
            if (accepted.isClosed()) {
                throw new SSLHandshakeException("the connection has ended before its handshake was computed");
            }
            task.run();
        } finally {
            permit.release();
        }
    }

    /**
     * A session that is resumed was checked when it began: its certificate may have expired since. A context of the program's own decides
     * for itself.
     */
    private void refuseExpiredClient(TlsSocket socket) throws IOException {
        if (tls.ownContext().isPresent() || tls.clientCertificate() == ClientCertificate.NONE) {
            return;
        }
        SSLSession session = socket.session();
        try {
            ((X509Certificate) session.getPeerCertificates()[0])
                    .checkValidity(Date.from(clocks.date().instant()));
        } catch (SSLPeerUnverifiedException e) {
            return; // It has sent none, and need not.
        } catch (CertificateException e) {
            session.invalidate();
            socket.endOutput();
            throw new SSLHandshakeException(
                    "the certificate of the client whose session was resumed: " + e.getMessage());
        }
    }

    private static ByteBuffer firstBytes(InputStream in) throws IOException {
        byte[] first = new byte[TlsRecords.SMALL_INPUT];
        int count = in.read(first);
        if (count < 0) {
            throw new SSLHandshakeException("the client ended the connection before the handshake");
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

    private SSLEngine engine(String host, int port) throws IOException {
        SSLEngine engine = context().createSSLEngine(host, port);
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(tls.protocols().toArray(String[]::new));
        if (!tls.cipherSuites().isEmpty()) {
            parameters.setCipherSuites(tls.cipherSuites().toArray(String[]::new));
        }
        switch (tls.clientCertificate()) {
            case REQUIRED -> parameters.setNeedClientAuth(true);
            case REQUESTED -> parameters.setWantClientAuth(true);
            case NONE -> {}
        }
        engine.setSSLParameters(parameters);
        if (isHttp) {
            engine.setHandshakeApplicationProtocolSelector((same, offered) -> choose(offered));
        }
        return engine;
    }

    /**
     * The context of new connections. After the session timeout it is another one, whose sessions begin anew: a ticket that the client keeps
     * has no end of its own, as it is replaced by a new one each time that it is used.
     */
    private SSLContext context() throws IOException {
        Served seen = served.get();
        if (tls.ownContext().isPresent()
                || clocks.since(seen.since()) < tls.sessionTimeout().toNanos()) {
            return seen.context();
        }
        served.compareAndSet(seen, served(files, seen.loaded(), clocks));
        return served.get().context(); // This one, or one that another thread was faster with.
    }

    /** Empty says that no protocol was agreed on: a client that offers only others may still speak this one. */
    private static String choose(List<String> offered) {
        return offered.contains(HTTP) ? HTTP : "";
    }
}
