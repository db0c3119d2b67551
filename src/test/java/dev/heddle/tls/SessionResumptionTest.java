package dev.heddle.tls;

import static dev.heddle.tls.TlsClients.SAY_SESSION;
import static dev.heddle.tls.TlsClients.connected;
import static dev.heddle.tls.TlsClients.get;
import static dev.heddle.tls.TlsClients.getOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Server;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import dev.heddle.support.TestCertificate.PemPair;
import dev.heddle.support.TrustAll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which sessions clients can resume, and what holds for those that are. A resumed session keeps the time of its creation, in both versions.
 */
@Timeout(60)
class SessionResumptionTest {
    @TempDir
    private static Path directory;

    private static PemPair files;
    private static TestCertificate authority;
    private static PemPair authorities;

    private final RecordingEvents events = new RecordingEvents();
    private final AtomicLong nanos = new AtomicLong();

    /** One, as clients find the sessions of a server by its port. */
    private ServerSocket listener;

    private final AtomicReference<Instant> date = new AtomicReference<>(Instant.now());

    @BeforeAll
    static void makeCertificates() throws Exception {
        files = TestCertificate.of(Kind.EC, "first.test").write(directory, "first");
        authority = TestCertificate.of(Kind.EC, "authority.test");
        authorities = authority.write(directory, "authority");
    }

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void nothingFailedInHeddleItself() throws IOException {
        listener.close();
        assertThat(events.ownFailures()).isEmpty();
    }

    private static Tls.Builder tls() {
        return Tls.builder().certificate(files.certificates(), files.key());
    }

    private Server started(Tls.Builder tls) throws IOException {
        return Server.http(SAY_SESSION).tls(tls.build()).events(events).start();
    }

    /** Connects, and returns when the session was created; not before the clock has gone on since. */
    private static long created(Server server, SSLContext context, String version) throws IOException {
        try (SSLSocket client = connected(server, context, version, "first.test")) {
            get(client); // The ticket of TLS 1.3 comes after the handshake.
            return awaitLater(client.getSession().getCreationTime());
        }
    }

    private static long awaitLater(long created) {
        Eventually.await("the clock has gone on", () -> System.currentTimeMillis() > created + 5);
        return created;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientThatComesAgainResumesItsSession(String version) throws Exception {
        SSLContext context = TrustAll.context();
        try (Server server = started(tls())) {
            long first = created(server, context, version);
            assertThat(created(server, context, version)).isEqualTo(first);
            assertThat(created(server, TrustAll.context(), version)).isGreaterThan(first);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void handlerSeesTheClientsCertificateInAResumedSession(String version) throws Exception {
        SSLContext context =
                TrustAll.context(authority.issue(Kind.EC, "client.test").insistent());
        try (Server server = started(tls().requireClientCertificate(authorities.certificates()))) {
            long first = created(server, context, version);
            try (SSLSocket again = connected(server, context, version, "first.test")) {
                assertThat(again.getSession().getCreationTime()).isEqualTo(first);
                assertThat(get(again)).isEqualTo(version + " first.test [CN=client.test]");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sessionDoesNotOutlastTheCertificateThatItBeganWith(String version) throws Exception {
        PemPair replaced = TestCertificate.of(Kind.EC, "first.test").write(directory, "replaced");
        SSLContext context = TrustAll.context();
        Tls.Builder watched = Tls.builder().certificate(replaced.certificates(), replaced.key());
        try (Server server = started(watched.reloadInterval(Duration.ofMillis(10)))) {
            long first = created(server, context, version);
            TestCertificate next = TestCertificate.of(Kind.EC, "first.test", "second.test");
            next.write(directory, "replaced");
            Eventually.await("the new one", () -> !events.reloaded().isEmpty());
            try (SSLSocket again = connected(server, context, version, "first.test")) {
                assertThat(again.getSession().getCreationTime()).isGreaterThan(first);
                assertThat(again.getSession().getPeerCertificates()[0]).isEqualTo(next.certificate());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientsOfAnAuthorityThatWasReplacedAreRejectedThoughTheyHaveASession(String version) throws Exception {
        PemPair trusted = authority.write(directory, "trusted");
        SSLContext old = TrustAll.context(authority.issue(Kind.EC, "old.test").insistent());
        TestCertificate nextAuthority = TestCertificate.of(Kind.EC, "next.test");
        SSLContext next =
                TrustAll.context(nextAuthority.issue(Kind.EC, "new.test").insistent());
        Tls.Builder watched =
                tls().requireClientCertificate(trusted.certificates()).reloadInterval(Duration.ofMillis(10));
        try (Server server = started(watched)) {
            created(server, old, version);
            assertThat(getOnce(server, old, version)).contains("CN=old.test");
            nextAuthority.write(directory, "trusted");
            Eventually.await("the new one", () -> !events.reloaded().isEmpty());
            assertThatThrownBy(() -> getOnce(server, old, version)).isInstanceOf(SSLException.class);
            assertThat(getOnce(server, next, version)).contains("CN=new.test");
        }
    }

    /** Connects to the layer itself, and returns when the session was created. */
    private long createdWithoutServer(Handshakes handshakes, SSLContext context, String version) throws Exception {
        try (AcceptedPair pair = AcceptedPair.connect(listener)) {
            FutureTask<Socket> wrapping = Eventually.begin(() -> handshakes.wrap(pair.accepted()));
            try (SSLSocket client =
                    (SSLSocket) context.getSocketFactory().createSocket(pair.client(), "localhost", 1, true)) {
                SSLParameters parameters = client.getSSLParameters();
                parameters.setProtocols(new String[] {version});
                parameters.setServerNames(List.of(new SNIHostName("first.test")));
                client.setSSLParameters(parameters);
                client.startHandshake();
                try (Socket server = Eventually.result(wrapping)) {
                    server.getOutputStream().write(1);
                    assertThat(client.getInputStream().read()).isEqualTo(1);
                }
                return awaitLater(client.getSession().getCreationTime());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sessionThatIsResumedAgainAndAgainEndsAtItsTimeout(String version) throws Exception {
        Clocks clocks = new Clocks(nanos::get, date::get);
        Handshakes handshakes = Handshakes.open(tls().build(), false, events, clocks);
        SSLContext context = TrustAll.context();
        long first = createdWithoutServer(handshakes, context, version);
        nanos.addAndGet(Duration.ofHours(23).toNanos());
        assertThat(createdWithoutServer(handshakes, context, version)).isEqualTo(first);
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(createdWithoutServer(handshakes, context, version)).isGreaterThan(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sessionOfAClientWhoseCertificateHasExpiredSinceIsNotResumed(String version) throws Exception {
        Clocks clocks = new Clocks(nanos::get, date::get);
        Tls required =
                tls().requireClientCertificate(authorities.certificates()).build();
        Handshakes handshakes = Handshakes.open(required, false, events, clocks);
        SSLContext context =
                TrustAll.context(authority.issue(Kind.EC, "client.test").insistent());
        long first = createdWithoutServer(handshakes, context, version);
        assertThat(createdWithoutServer(handshakes, context, version)).isEqualTo(first);
        date.set(Instant.parse("2050-01-02T00:00:00Z"));
        assertThatThrownBy(() -> createdWithoutServer(handshakes, context, version))
                .hasStackTraceContaining("the certificate of the client whose session was resumed");
    }
}
