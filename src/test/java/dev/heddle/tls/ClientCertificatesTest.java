package dev.heddle.tls;

import static dev.heddle.tls.TlsClients.connected;
import static dev.heddle.tls.TlsClients.get;
import static dev.heddle.tls.TlsClients.getOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Server;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import dev.heddle.support.TestCertificate.PemPair;
import dev.heddle.support.TrustAll;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which clients a server accepts by their certificates, and what its handler sees of them. */
@Timeout(60)
class ClientCertificatesTest {
    @TempDir
    private static Path directory;

    private static PemPair files;
    private static TestCertificate own;
    private static TestCertificate authority;
    private static Path authorities;

    private final RecordingEvents events = new RecordingEvents();
    private final AtomicInteger handled = new AtomicInteger();

    @BeforeAll
    static void makeCertificates() throws Exception {
        own = TestCertificate.of(Kind.EC, "first.test");
        files = own.write(directory, "first");
        authority = TestCertificate.of(Kind.EC, "authority.test");
        authorities = authority.write(directory, "authority").certificates();
    }

    @AfterEach
    void nothingFailedInHeddleItself() {
        assertThat(events.ownFailures()).isEmpty();
    }

    private static Tls.Builder tls() {
        return Tls.builder().certificate(files.certificates(), files.key());
    }

    /** A context of a program's own, which accepts clients of the authority. */
    private static SSLContext ownContext() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.keyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private Server started(Tls.Builder tls) throws IOException {
        return Server.http(this::handle).tls(tls.build()).events(events).start();
    }

    private Response handle(Request request) throws Exception {
        handled.incrementAndGet();
        return TlsClients.SAY_SESSION.handle(request);
    }

    /** Clients that are to be rejected, by all versions. */
    static Stream<Arguments> strangers() throws Exception {
        KeyManager another = TestCertificate.of(Kind.EC, "other.test")
                .issue(Kind.EC, "client.test")
                .insistent();
        KeyManager selfSigned = TestCertificate.of(Kind.EC, "authority.test").insistent();
        KeyManager expired = authority.issueExpired(Kind.EC, "client.test").insistent();
        KeyManager forServers =
                authority.issueForServers(Kind.EC, "client.test").insistent();
        return Stream.of("TLSv1.2", "TLSv1.3")
                .flatMap(version -> Stream.of(
                        Arguments.of(version, "another issuer", another),
                        Arguments.of(version, "an issuer's name alone", selfSigned),
                        Arguments.of(version, "expired", expired),
                        Arguments.of(version, "for servers only", forServers)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("strangers")
    void certificateThatIsNotValidIsRejectedWhetherRequiredOrNot(String version, String what, KeyManager keys)
            throws Exception {
        for (Tls.Builder each : new Tls.Builder[] {
            tls().requireClientCertificate(authorities), tls().requestClientCertificate(authorities)
        }) {
            try (Server server = started(each)) {
                assertThatThrownBy(() -> getOnce(server, TrustAll.context(keys), version))
                        .as(what)
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining("alert");
            }
        }
        assertThat(handled).hasValue(0);
        assertThat(events.failedHandshakes()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientWithoutARequiredCertificateIsToldSo(String version) throws Exception {
        try (Server server = started(tls().requireClientCertificate(authorities))) {
            assertThatThrownBy(() -> getOnce(server, TrustAll.context(), version))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("alert");
        }
        assertThat(handled).hasValue(0);
        assertThat(events.failedHandshakes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void contextOfAProgramsOwnDecidesWhichClientsAreAccepted(String version) throws Exception {
        KeyManager known = authority.issue(Kind.EC, "client.test").insistent();
        KeyManager stranger = TestCertificate.of(Kind.EC, "other.test").insistent();
        try (Server server = started(Tls.builder().context(ownContext()).requireClientCertificate())) {
            assertThatThrownBy(() -> getOnce(server, TrustAll.context(), version))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> getOnce(server, TrustAll.context(stranger), version))
                    .isInstanceOf(SSLException.class);
            assertThat(handled).hasValue(0);
            assertThat(getOnce(server, TrustAll.context(known), version)).contains("CN=client.test");
        }
        try (Server server = started(Tls.builder().context(ownContext()).requestClientCertificate())) {
            assertThat(getOnce(server, TrustAll.context(), version)).endsWith("[]");
            assertThat(getOnce(server, TrustAll.context(known), version)).contains("CN=client.test");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void handlerSeesTheVerifiedCertificateAndNoneThatTheClientHasAppended(String version) throws Exception {
        TestCertificate admin = TestCertificate.of(Kind.EC, "admin.test");
        KeyManager keys = authority.issue(Kind.EC, "client.test").insistent(admin);
        try (Server server = started(tls().requireClientCertificate(authorities))) {
            assertThat(getOnce(server, TrustAll.context(keys), version))
                    .isEqualTo(version + " first.test [CN=client.test]");
        }
    }

    @Test
    void requestedCertificateIsOptional() throws Exception {
        KeyManager[] keys = authority.issue(Kind.EC, "client.test").keyManagers();
        try (Server server = started(tls().requestClientCertificate(authorities));
                SSLSocket anonymous = connected(server, TrustAll.context(), "TLSv1.3", "");
                SSLSocket known = connected(server, TrustAll.context(keys), "TLSv1.3", "")) {
            assertThat(get(anonymous)).isEqualTo("TLSv1.3 - []");
            assertThat(get(known)).contains("CN=client.test");
        }
        assertThat(events.failedHandshakes()).isEmpty();
    }
}
