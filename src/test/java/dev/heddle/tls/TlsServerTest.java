package dev.heddle.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Server;
import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.http.TlsSession;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
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

    private static final Handler SAY_SESSION =
            request -> Response.text(request.tls().map(TlsServerTest::described).orElse("no TLS"));

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

    private static String described(TlsSession session) {
        return session.protocol() + " " + session.serverName().orElse("-") + " "
                + session.clientCertificates().stream()
                        .map(each -> each.getSubjectX500Principal().getName())
                        .toList();
    }

    private static Tls.Builder tls() {
        return Tls.builder().certificate(first.certificates(), first.key());
    }

    private Server started(Tls.Builder tls) throws IOException {
        return Server.http(SAY_SESSION).tls(tls.build()).events(events).start();
    }

    /** A client by one version and for one name, which has shaken hands. */
    private static SSLSocket connected(Server server, SSLContext context, String version, String name)
            throws IOException {
        Socket socket = new Socket(server.address().getAddress(), server.port());
        socket.setSoTimeout(30_000);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", server.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    private static String get(SSLSocket tls) throws IOException {
        return TestClient.over(tls).get("").text();
    }

    private static String subject(SSLSession session) throws IOException {
        return session.getPeerPrincipal().getName();
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
                request -> request.tls().orElseThrow().clientCertificates().isEmpty()
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

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void handlerSeesTheChainOfTheClientsCertificate(String version) throws Exception {
        KeyManager[] keys = authority.issue(Kind.EC, "client.test").keyManagers();
        try (Server server = started(tls().requireClientCertificate(authorities));
                SSLSocket client = connected(server, TrustAll.context(keys), version, "")) {
            assertThat(get(client)).isEqualTo(version + " - [CN=client.test, CN=authority.test]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientWithoutARequiredCertificateIsRejected(String version) throws Exception {
        try (Server server = started(tls().requireClientCertificate(authorities))) {
            assertThatThrownBy(() -> get(connected(server, TrustAll.context(), version, "")))
                    .isInstanceOf(IOException.class);
            Eventually.await("a report", () -> !events.failedHandshakes().isEmpty());
            KeyManager[] others = TestCertificate.of(Kind.EC, "other.test").keyManagers();
            assertThatThrownBy(() -> get(connected(server, TrustAll.context(others), version, "")))
                    .isInstanceOf(IOException.class);
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
    }

    /** A resumed session keeps the time of its creation; in TLS 1.2 its identifier, too. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void clientThatComesAgainResumesItsSession(String version) throws Exception {
        SSLContext context = TrustAll.context();
        try (Server server = started(tls())) {
            long created;
            try (SSLSocket client = connected(server, context, version, "first.test")) {
                get(client); // The ticket of TLS 1.3 comes after the handshake.
                created = client.getSession().getCreationTime();
            }
            Eventually.await("the clock has gone on", () -> System.currentTimeMillis() > created + 5);
            try (SSLSocket client = connected(server, context, version, "first.test")) {
                assertThat(client.getSession().getCreationTime()).isEqualTo(created);
                assertThat(get(client)).startsWith(version);
            }
            try (SSLSocket other = connected(server, TrustAll.context(), version, "first.test")) {
                assertThat(other.getSession().getCreationTime()).isGreaterThan(created);
            }
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
                    .extracting(Throwable::getMessage)
                    .containsExactlyInAnyOrder("the handshake took longer than 500 ms", "the client has sent nothing");
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
    void slowHandshakesWithinTheBoundKeepNobodyOut() throws Exception {
        List<TestClient> slow = new ArrayList<>();
        try (Server server = started(tls().maxHandshakes(2))) {
            for (int i = 0; i < 8; i++) {
                slow.add(TestClient.connect(server.address()).send(BEGUN));
            }
            try (SSLSocket client = connected(server, TrustAll.context(), "TLSv1.3", "")) {
                assertThat(get(client)).startsWith("TLSv1.3");
            }
            assertThat(events.failedHandshakes())
                    .isNotEmpty()
                    .allSatisfy(cause -> assertThat(cause)
                            .hasMessage("the client was slow, and others wait to begin their handshake"));
        } finally {
            for (TestClient each : slow) {
                each.close();
            }
        }
    }

    @Test
    void silentClientsHoldNoHandshake() throws Exception {
        List<TestClient> silent = new ArrayList<>();
        try (Server server = started(tls().maxHandshakes(1))) {
            for (int i = 0; i < 8; i++) {
                silent.add(TestClient.connect(server.address()));
            }
            Eventually.await("all are accepted", () -> server.openConnections() == 8);
            try (SSLSocket client = connected(server, TrustAll.context(), "TLSv1.3", "")) {
                assertThat(get(client)).startsWith("TLSv1.3");
            }
            assertThat(events.failedHandshakes()).isEmpty();
        } finally {
            for (TestClient each : silent) {
                each.close();
            }
        }
    }

    @Test
    void moreClientsAtOnceThanHandshakesAreAllServed() throws Exception {
        try (Server server = started(tls().maxHandshakes(3))) {
            List<FutureTask<String>> clients = Stream.generate(() -> Eventually.begin(() -> {
                        try (SSLSocket client = connected(server, TrustAll.context(), "TLSv1.3", "")) {
                            return get(client);
                        }
                    }))
                    .limit(40)
                    .toList();
            for (FutureTask<String> client : clients) {
                assertThat(Eventually.result(client)).startsWith("TLSv1.3");
            }
            assertThat(events.failedHandshakes()).isEmpty();
        }
    }

    @Test
    void clientThatSpeaksHttpIsToldToUseTls() throws Exception {
        try (Server server = started(tls());
                TestClient client = TestClient.connect(server.address())) {
            var reply = client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").readReply();
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
        Server server = started(tls().maxHandshakes(1).handshakeTimeout(Duration.ZERO));
        try (TestClient silent = TestClient.connect(server.address());
                TestClient begun = TestClient.connect(server.address());
                TestClient waiting = TestClient.connect(server.address())) {
            begun.send(BEGUN);
            waiting.send(BEGUN);
            Eventually.await("all are accepted", () -> server.openConnections() == 3);
            long from = System.nanoTime();
            assertThat(server.shutdown(Duration.ofSeconds(20))).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - from)).isLessThan(15);
            awaitEndAfterAnAlert(silent);
            awaitEndAfterAnAlert(waiting);
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
        assertThatThrownBy(() -> tls().sessions(1, Duration.ZERO).build()).hasMessageContaining("sessionTimeout");
        assertThatThrownBy(() -> tls().context(TrustAll.context()).build()).hasMessageContaining("not both");
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
