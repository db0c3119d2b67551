package dev.heddle.tls;

import dev.heddle.options.Limits;
import dev.heddle.options.Timeouts;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a server speaks TLS: with which certificates, which clients it accepts, and within which bounds. Immutable; nothing is read before
 * a server is opened with it ({@link dev.heddle.Server.Builder#tls}).
 *
 * {@snippet :
 * Tls tls = Tls.builder().certificate(Path.of("fullchain.pem"), Path.of("privkey.pem")).build();
 * Server server = Server.http(request -> Response.text("hello")).tls(tls).port(8443).start();
 * }
 *
 * <p>The server looks every second whether one of the files has changed, and serves what they hold from then on to new connections;
 * open ones stay as they are. Where new files are invalid it goes on with the old ones, and reports that.
 */
public final class Tls {
    /** Heap that an idle connection over TLS may hold, from which the default of {@link Limits#connections} follows. */
    private static final int CONNECTION_BYTES = 24 * 1024;

    /**
     * More than one, as some handshakes wait while they compute: for a key in a token, or for an answer about a certificate. But few, as
     * those that compute keep the processors from the messages of others.
     */
    private static final int HANDSHAKES_PER_PROCESSOR = 4;

    /** Beyond it the JDK gives clients of TLS 1.3 no ticket (RFC 8446 4.6.1). */
    private static final Duration LONGEST_SESSION = Duration.ofDays(7);

    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** Whether clients are asked for a certificate. */
    enum ClientCertificate {
        NONE,
        REQUESTED,
        REQUIRED
    }

    private final List<CertificateSource> sources;
    private final @Nullable SSLContext context;
    private final @Nullable Path clientAuthorities;
    private final ClientCertificate clientCertificate;
    private final List<String> protocols;
    private final List<String> cipherSuites;
    private final Duration handshakeTimeout;
    private final int maxHandshakes;
    private final Duration reloadInterval;
    private final Duration sessionTimeout;

    private Tls(Builder chosen) {
        this.sources = List.copyOf(chosen.sources);
        this.context = chosen.context;
        this.clientAuthorities = chosen.clientAuthorities;
        this.clientCertificate = chosen.clientCertificate;
        this.protocols = chosen.protocols;
        this.cipherSuites = chosen.cipherSuites;
        this.handshakeTimeout = chosen.handshakeTimeout;
        this.maxHandshakes = chosen.maxHandshakes;
        this.reloadInterval = chosen.reloadInterval;
        this.sessionTimeout = chosen.sessionTimeout;
    }

    /** A builder with the defaults and without a certificate. */
    public static Builder builder() {
        return new Builder();
    }

    /** How many connections over TLS the heap and the descriptors of this process allow: the default of a server with TLS. */
    public static int connections() {
        return Limits.connectionsHolding(CONNECTION_BYTES);
    }

    List<CertificateSource> sources() {
        return sources;
    }

    /** The context of the program's own; empty if there are files. */
    Optional<SSLContext> ownContext() {
        return Optional.ofNullable(context);
    }

    Optional<Path> clientAuthorities() {
        return Optional.ofNullable(clientAuthorities);
    }

    /** Whether clients are asked for a certificate. */
    ClientCertificate clientCertificate() {
        return clientCertificate;
    }

    List<String> protocols() {
        return protocols;
    }

    List<String> cipherSuites() {
        return cipherSuites;
    }

    /** How long a handshake may take. */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** How many handshakes may compute at a time. */
    public int maxHandshakes() {
        return maxHandshakes;
    }

    /** How often the files are looked at; zero for never. */
    public Duration reloadInterval() {
        return reloadInterval;
    }

    Duration sessionTimeout() {
        return sessionTimeout;
    }

    /** The files, without any password. */
    @Override
    public String toString() {
        return "Tls" + (context == null ? sources : "[a context of the program's]") + " " + String.join(",", protocols);
    }

    /** Chooses how a server speaks TLS. {@link #build} checks what was chosen. Not thread-safe. */
    public static final class Builder {
        private final List<CertificateSource> sources = new ArrayList<>();
        private @Nullable SSLContext context;
        private @Nullable Path clientAuthorities;
        private ClientCertificate clientCertificate = ClientCertificate.NONE;
        private List<String> protocols = PROTOCOLS;
        private List<String> cipherSuites = List.of();
        private Duration handshakeTimeout = Duration.ofSeconds(10);
        private int maxHandshakes =
                HANDSHAKES_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
        private Duration reloadInterval = Duration.ofSeconds(1);
        private Duration sessionTimeout = Duration.ofDays(1);

        private Builder() {}

        /**
         * Adds a certificate in PEM files. With several certificates a client gets one for the name that it asks for (SNI), and the first
         * if there is none.
         *
         * @param certificates the server's certificate, followed by those that lead to a root
         * @param key its private key, not encrypted: PKCS#8, PKCS#1 or SEC 1; RSA, EC or Ed25519. May be the same file
         */
        public Builder certificate(Path certificates, Path key) {
            sources.add(new PemFiles(certificates, key));
            return this;
        }

        /**
         * Adds all certificates of a PKCS#12 file.
         *
         * @param password of the file and its keys; it is copied
         */
        public Builder keyStore(Path file, char[] password) {
            sources.add(new KeyStoreFile(file, Password.of(password)));
            return this;
        }

        /**
         * Adds all certificates of a PKCS#12 file.
         *
         * @param passwordFile its first line is the password, in UTF-8
         */
        public Builder keyStore(Path file, Path passwordFile) {
            sources.add(new KeyStoreFile(file, Password.in(passwordFile)));
            return this;
        }

        /**
         * Uses a context of the program's own instead of files. Its key managers choose the certificate, its trust managers check those of
         * clients, and its session contexts say how long sessions can be resumed.
         */
        public Builder context(SSLContext own) {
            context = own;
            return this;
        }

        /**
         * Accepts only clients that have a certificate issued by one of these authorities.
         *
         * @param authorities PEM file with their certificates
         */
        public Builder requireClientCertificate(Path authorities) {
            clientAuthorities = authorities;
            clientCertificate = ClientCertificate.REQUIRED;
            return this;
        }

        /** Accepts only clients that have a certificate which the trust managers of the program's {@link #context} accept. */
        public Builder requireClientCertificate() {
            clientAuthorities = null;
            clientCertificate = ClientCertificate.REQUIRED;
            return this;
        }

        /**
         * Asks clients for a certificate issued by one of these authorities, and accepts those that have none, too: the handler decides
         * ({@code Request.tls}). A client that sends one by another issuer is rejected.
         *
         * @param authorities PEM file with their certificates
         */
        public Builder requestClientCertificate(Path authorities) {
            clientAuthorities = authorities;
            clientCertificate = ClientCertificate.REQUESTED;
            return this;
        }

        /**
         * Asks clients for a certificate, and accepts those that have none, too: the handler decides. A client that sends one which the trust
         * managers of the program's {@link #context} do not accept is rejected.
         */
        public Builder requestClientCertificate() {
            clientAuthorities = null;
            clientCertificate = ClientCertificate.REQUESTED;
            return this;
        }

        /** Allows these versions, such as {@code TLSv1.2}; default 1.3 and 1.2. */
        public Builder protocols(String... versions) {
            protocols = List.of(versions);
            return this;
        }

        /** Allows these cipher suites only, by the JDK's names, the preferred first; default those that the JDK enables. */
        public Builder cipherSuites(String... names) {
            cipherSuites = List.of(names);
            return this;
        }

        /**
         * How long a handshake may take, from the time at which the connection is served (default 10 s); beyond it the connection is closed.
         * Zero for no bound.
         */
        public Builder handshakeTimeout(Duration timeout) {
            handshakeTimeout = timeout;
            return this;
        }

        /**
         * How many handshakes may compute at a time (default four for each processor): agree on a key, sign, check a client's certificate.
         * Further ones wait for their turn, within their own timeout, and so do not keep the processors from connections that are
         * established. Those that wait for their client do not count.
         */
        public Builder maxHandshakes(int count) {
            maxHandshakes = count;
            return this;
        }

        /** How often the files are looked at (default every second); zero for never. */
        public Builder reloadInterval(Duration interval) {
            reloadInterval = interval;
            return this;
        }

        /**
         * For how long at most clients may resume their sessions, with a shorter handshake (default a day): so long after the server has begun
         * to serve its certificates, all sessions begin anew, and so on. None outlasts the certificates that it began with. The certificate of
         * a client is checked by its issuers when its session begins, and by its dates each time.
         */
        public Builder sessionTimeout(Duration timeout) {
            sessionTimeout = timeout;
            return this;
        }

        /**
         * Builds it.
         *
         * @throws IllegalArgumentException if there is no certificate, or a value is out of bounds
         */
        public Tls build() {
            require(context == null || sources.isEmpty(), "either certificates or a context, not both");
            require(context != null || !sources.isEmpty(), "TLS needs a certificate");
            require(
                    context == null || clientAuthorities == null,
                    "a context has its own client authorities: ask for a certificate without a file");
            require(
                    context != null || (clientCertificate == ClientCertificate.NONE) == (clientAuthorities == null),
                    "client certificates need a file of client authorities");
            require(!protocols.isEmpty(), "TLS needs a protocol version");
            protocols.forEach(name -> require(PROTOCOLS.contains(name), "unknown TLS version: " + name));
            require(maxHandshakes >= 1, "maxHandshakes must be at least 1, not " + maxHandshakes);
            require(!handshakeTimeout.isNegative(), "handshakeTimeout must not be negative: " + handshakeTimeout);
            require(!reloadInterval.isNegative(), "reloadInterval must not be negative: " + reloadInterval);
            requireSuitesForVersions();
            boolean countable = sessionTimeout.toSeconds() >= 1 && sessionTimeout.compareTo(LONGEST_SESSION) <= 0;
            require(countable, "sessionTimeout must be from 1 s to 7 days, not " + sessionTimeout);
            handshakeTimeout = Timeouts.bounded(handshakeTimeout);
            reloadInterval = Timeouts.bounded(reloadInterval);
            return new Tls(this);
        }

        /** Those of TLS 1.3 do not name how keys are agreed on, as in TLS_RSA_WITH_… (RFC 8446 B.4). */
        private void requireSuitesForVersions() {
            if (cipherSuites.isEmpty()) {
                return; // Those of the JDK.
            }
            List<String> known = List.of(knownSuites());
            for (String suite : cipherSuites) {
                require(known.contains(suite), "unknown cipher suite: " + suite);
            }
            boolean oneFits = protocols.stream()
                    .map("TLSv1.3"::equals)
                    .anyMatch(isNew -> cipherSuites.stream().anyMatch(suite -> isNew != suite.contains("_WITH_")));
            require(oneFits, "no cipher suite for " + protocols + " among " + cipherSuites);
        }

        private String[] knownSuites() {
            try {
                SSLContext asked = context == null ? SSLContext.getDefault() : context;
                return asked.getSupportedSSLParameters().getCipherSuites();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("the JDK has no TLS", e);
            }
        }

        private static void require(boolean holds, String problem) {
            if (!holds) {
                throw new IllegalArgumentException(problem);
            }
        }
    }
}
