package dev.heddle.tls;

import static dev.heddle.tls.TlsClients.SAY_SESSION;
import static dev.heddle.tls.TlsClients.connected;
import static dev.heddle.tls.TlsClients.get;
import static dev.heddle.tls.TlsClients.subject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Server;
import dev.heddle.http.Response;
import dev.heddle.line.LineProtocol;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.Scheduler;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import dev.heddle.support.TestCertificate.PemPair;
import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import dev.heddle.support.TrustAll;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with TLS, over real sockets: versions, names, client certificates, resumption, and clients that are slow or speak no TLS. */
@Timeout(60)
class TlsServerTest {
    /** The first bytes of a ClientHello that promises more. */
    private static final byte[] BEGUN = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};

    @TempDir
    private static Path directory;

    private static PemPair first;
    private static TestCertificate authority;
    private static Path authorities;

    private final RecordingEvents events = new RecordingEvents();

    @BeforeAll
    static void makeCertificates() throws Exception {
        first = TestCertificate.of(Kind.EC, "first.test", "localhost").write(directory, "first");
        authority = TestCertificate.of(Kind.EC, "authority.test");
        authorities = authority.write(directory, "authority").certificates();
    }

    @AfterEach
    void nothingFailedInHeddleItself() {
        assertThat(events.ownFailures()).isEmpty();
    }

    private static Tls.Builder tls() {
        return Tls.builder().certificate(first.certificates(), first.key());
    }

    private Server started(Tls.Builder tls) throws IOException {
        return Server.http(SAY_SESSION).tls(tls.build()).events(events).start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothVersionsAreServedAndTheHandlerSeesWhich(String version) throws Exception {
        try (Server server = started(tls());
                SSLSocket client = connected(server, TrustAll.context(), version, "first.test")) {
            assertThat(get(client)).isEqualTo(version + " first.test []");
            assertThat(server.uri().toString()).isEqualTo("https://127.0.0.1:" + server.port());
        }
    }

    static Stream<Arguments> everyArchitectureOnBothSchedulers() {
        return Architecture.all().stream()
                .flatMap(architecture ->
                        Stream.of(Scheduler.values()).map(scheduler -> Arguments.of(architecture, scheduler)));
    }

    @ParameterizedTest
    @MethodSource("everyArchitectureOnBothSchedulers")
    void largeBodiesPassUnchangedInBothDirections(Architecture architecture, Scheduler scheduler) throws Exception {
        byte[] body = new byte[3_000_001];
        new Random(1).nextBytes(body);
        KeyManager[] keys = authority.issue(Kind.EC, "client.test").keyManagers();
        Server.Builder echo = Server.http(
                request -> request.tls().orElseThrow().clientCertificate().isEmpty()
                        ? Response.text("no certificate")
                        : Response.bytes("application/octet-stream", request.readBody(body.length)));
        try (Server server = echo.tls(
                                tls().requireClientCertificate(authorities).build())
                        .architecture(architecture)
                        .scheduler(scheduler)
                        .events(events)
                        .start();
                SSLSocket tls = connected(server, TrustAll.context(keys), "TLSv1.3", "");
                TestClient client = TestClient.over(tls)) {
            assertThat(server.scheduler()).isEqualTo(scheduler);
            for (int i = 0; i < 3; i++) {
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .send(body);
                assertThat(client.readReply().text().getBytes(StandardCharsets.ISO_8859_1))
                        .isEqualTo(body);
            }
        }
    }

    @Test
    void versionThatWasNotChosenIsRejected() throws Exception {
        try (Server server = started(tls().protocols("TLSv1.3"))) {
            assertThatThrownBy(() -> connected(server, TrustAll.context(), "TLSv1.2", ""))
                    .isInstanceOf(SSLException.class);
            Eventually.await("a report", () -> !events.failedHandshakes().isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfKeyIsServed(Kind kind) throws Exception {
        PemPair files = TestCertificate.of(kind, "kind.test").write(directory, "kind-" + kind);
        try (Server server = started(Tls.builder().certificate(files.certificates(), files.key()))) {
            for (String version : List.of("TLSv1.2", "TLSv1.3")) {
                try (SSLSocket client = connected(server, TrustAll.context(), version, "")) {
                    assertThat(get(client)).startsWith(version);
                    assertThat(subject(client.getSession())).isEqualTo("CN=kind.test");
                }
            }
        }
    }

    @Test
    void certificateOfAKeyStoreIsServed() throws Exception {
        char[] password = "secret".toCharArray();
        Path file = directory.resolve("store.p12");
        try (var out = Files.newOutputStream(file)) {
            TestCertificate.of(Kind.RSA, "stored.test").store("one", password).store(out, password);
        }
        try (Server server = started(Tls.builder().keyStore(file, password));
                SSLSocket client = connected(server, TrustAll.context(), "TLSv1.3", "")) {
            assertThat(subject(client.getSession())).isEqualTo("CN=stored.test");
        }
    }

    @Test
    void whatAJdkHttpClientSendsIsServedWithHostnameVerification() throws Exception {
        TestCertificate server = authority.issue(Kind.EC, "localhost");
        PemPair files = server.write(directory, "issued");
        java.security.KeyStore trusted = java.security.KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.certificate());
        var trust = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (Server served = started(Tls.builder().certificate(files.certificates(), files.key()));
                HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("https://localhost:" + served.port() + "/"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("TLSv1.3 localhost []");
            assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void certificateIsChosenByTheNameThatTheClientAsksFor(String version) throws Exception {
        PemPair second =
                TestCertificate.of(Kind.RSA, "second.test", "*.second.test").write(directory, "second");
        try (Server server = started(tls().certificate(second.certificates(), second.key()))) {
            assertThat(served(server, version, "first.test")).isEqualTo("CN=first.test");
            assertThat(served(server, version, "second.test")).isEqualTo("CN=second.test");
            assertThat(served(server, version, "www.second.test")).isEqualTo("CN=second.test");
            assertThat(served(server, version, "unknown.test")).isEqualTo("CN=first.test");
            assertThat(served(server, version, "")).isEqualTo("CN=first.test");
        }
    }

    private static String served(Server server, String version, String name) throws IOException {
        try (SSLSocket client = connected(server, TrustAll.context(), version, name)) {
            return subject(client.getSession());
        }
    }

    @Test
    void http11IsAgreedOnAndAClientThatOffersOnlyOthersIsServed() throws Exception {
        try (Server server = started(tls())) {
            assertThat(agreed(server, "h2", "http/1.1")).isEqualTo("http/1.1");
            assertThat(agreed(server, "h2")).isEmpty();
            assertThat(agreed(server)).isEmpty();
        }
    }

    private static String agreed(Server server, String... offered) throws IOException {
        Socket socket = new Socket(server.address().getAddress(), server.port());
        try (SSLSocket tls = (SSLSocket)
                TrustAll.context().getSocketFactory().createSocket(socket, "localhost", server.port(), true)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(offered);
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            assertThat(get(tls)).startsWith("TLSv1.3");
            return tls.getApplicationProtocol();
        }
    }

    @Test
    void handshakeThatIsNeverFinishedEndsAtItsTimeout() throws Exception {
        try (Server server = started(tls().handshakeTimeout(Duration.ofMillis(500)));
                TestClient silent = TestClient.connect(server.address());
                TestClient begun = TestClient.connect(server.address())) {
            begun.send(BEGUN);
            awaitEndAfterAnAlert(begun);
            awaitEndAfterAnAlert(silent);
            Eventually.await("two reports", () -> events.failedHandshakes().size() == 2);
            assertThat(events.failedHandshakes())
                    .allSatisfy(cause -> assertThat(cause).hasMessage("the handshake took longer than 500 ms"));
        }
    }

    private static void awaitEndAfterAnAlert(TestClient client) throws IOException {
        byte[] bytes = new byte[1024];
        try {
            while (client.readSome(bytes) > 0) {
                assertThat(bytes[0]).as("an alert").isEqualTo((byte) 21);
            }
        } catch (java.net.SocketException e) {
            // Reset: the server has closed it with input that it did not want.
        }
    }

    @Test
    void clientThatSpeaksHttpIsToldToUseTls() throws Exception {
        try (Server server = started(tls());
                TestClient client = TestClient.connect(server.address())) {
            // More than the server reads before it knows, and more that arrives when it knows: a browser has cookies.
            client.send("GET / HTTP/1.1\r\nHost: h\r\nCookie: " + "c".repeat(5_000));
            Eventually.await("a report", () -> !events.failedHandshakes().isEmpty());
            client.send("c".repeat(5_000) + "\r\n\r\n").endSending();
            var reply = client.readReply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).contains("https://");
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
            assertThat(events.failedHandshakes())
                    .singleElement()
                    .satisfies(cause -> assertThat(cause).hasMessage("the client speaks HTTP without TLS"));
        }
    }

    @Test
    void lineProtocolIsServedOverTls() throws Exception {
        Server.Builder lines = Server.of(new LineProtocol(line -> line + "!", Limits.defaults()));
        try (Server server = lines.tls(tls().build()).events(events).start();
                SSLSocket tls = connected(server, TrustAll.context(), "TLSv1.3", "");
                TestClient client = TestClient.over(tls)) {
            assertThat(client.send("hello\r\n").readLine()).isEqualTo("hello!");
            assertThat(server.uri().getScheme()).isEqualTo("tls");
        }
    }

    @Test
    void stopDoesNotWaitForUnfinishedHandshakes() throws Exception {
        Server server = started(tls().handshakeTimeout(Duration.ZERO));
        try (TestClient silent = TestClient.connect(server.address());
                TestClient begun = TestClient.connect(server.address())) {
            begun.send(BEGUN);
            Eventually.await("both are accepted", () -> server.openConnections() == 2);
            assertThat(server.shutdown(Duration.ofSeconds(20))).isTrue();
            awaitEndAfterAnAlert(silent);
            awaitEndAfterAnAlert(begun);
        } finally {
            server.close();
        }
    }

    @Test
    void requestWithoutTlsHasNoSession() throws Exception {
        try (Server server = Server.http(SAY_SESSION).events(events).start();
                TestClient client = TestClient.connect(server)) {
            assertThat(client.get("").text()).isEqualTo("no TLS");
        }
    }

    @Test
    void serverWithATruncatedKeyDoesNotOpenAndSaysWhy() throws Exception {
        Path key = directory.resolve("cut.pem");
        String whole = Files.readString(first.key());
        Files.writeString(key, whole.substring(0, whole.length() - 40));
        assertThatThrownBy(() -> started(Tls.builder().certificate(first.certificates(), key)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(key + ": ");
    }

    @Test
    void expiredCertificateIsServedWithAWarning() throws Exception {
        PemPair expired = TestCertificate.expired(Kind.EC, "old.test").write(directory, "old");
        try (Server server = started(Tls.builder().certificate(expired.certificates(), expired.key()))) {
            assertThat(served(server, "TLSv1.3", "")).isEqualTo("CN=old.test");
            assertThat(events.advice()).anySatisfy(advice -> assertThat(advice).contains("CN=old.test", "expired"));
        }
    }

    @Test
    void choicesOutOfBoundsAreRejected() {
        assertThatThrownBy(() -> Tls.builder().build()).hasMessage("TLS needs a certificate");
        assertThatThrownBy(() -> tls().protocols("SSLv3").build()).hasMessage("unknown TLS version: SSLv3");
        assertThatThrownBy(() -> tls().maxHandshakes(0).build()).hasMessage("maxHandshakes must be at least 1, not 0");
        assertThatThrownBy(() -> tls().sessionTimeout(Duration.ZERO).build()).hasMessageContaining("sessionTimeout");
        assertThatThrownBy(() -> tls().sessionTimeout(Duration.ofDays(8)).build())
                .hasMessage("sessionTimeout must be from 1 s to 7 days, not PT192H");
        assertThatThrownBy(() -> tls().context(TrustAll.context()).build()).hasMessageContaining("not both");
        assertThatThrownBy(() -> Tls.builder()
                        .context(TrustAll.context())
                        .requireClientCertificate(authorities)
                        .build())
                .hasMessageContaining("a context has its own client authorities");
        assertThatThrownBy(() -> tls().requireClientCertificate().build())
                .hasMessageContaining("a file of client authorities");
        assertThatThrownBy(() -> tls().cipherSuites("TLS_NOTHING").build())
                .hasMessage("unknown cipher suite: TLS_NOTHING");
        assertThatThrownBy(() -> tls().protocols("TLSv1.2")
                        .cipherSuites("TLS_AES_128_GCM_SHA256")
                        .build())
                .hasMessage("no cipher suite for [TLSv1.2] among [TLS_AES_128_GCM_SHA256]");
    }

    @Test
    void fewerConnectionsAreAcceptedThanWithoutTlsUnlessLimitsWereChosen() throws Exception {
        Limits chosen = Limits.builder().connections(Tls.connections() + 1).build();
        try (Server standard = started(tls());
                Server own = Server.http(SAY_SESSION)
                        .limits(chosen)
                        .tls(tls().build())
                        .start()) {
            assertThat(standard.options().limits().connections()).isEqualTo(Tls.connections());
            assertThat(own.options().limits()).isEqualTo(chosen);
        }
    }
}
