package dev.heddle.jdkhttp;

import static dev.heddle.jdkhttp.JdkContractServerTest.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.heddle.Server;
import dev.heddle.http.Response;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HttpsServer: handshakes, client certificates, and what a handler sees of them. */
@Timeout(60)
class HttpsTest {
    private static TestKeys keys;

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws Exception {
        keys = TestKeys.make(directory);
    }

    private static HttpsServer serving(Provided provided, HttpsConfigurator configurator) throws IOException {
        HttpsServer server = provided.provider().createHttpsServer(Provided.anyPort(), 0);
        server.setHttpsConfigurator(configurator);
        server.createContext("/", HttpsTest::sayPeer);
        server.start();
        return server;
    }

    private static void sayPeer(HttpExchange exchange) throws IOException {
        HttpsExchange secure = (HttpsExchange) exchange;
        String peer;
        try {
            peer = secure.getSSLSession().getPeerPrincipal().getName();
        } catch (SSLPeerUnverifiedException e) {
            peer = "anonymous";
        }
        exchange.getRequestBody().readAllBytes();
        say(exchange, peer + " by " + secure.getSSLSession().getProtocol());
    }

    private static String get(HttpsServer server, SSLContext client) throws IOException {
        URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
        HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
        connection.setSSLSocketFactory(client.getSocketFactory());
        connection.setReadTimeout(10_000);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private interface Choice {
        void make(HttpsParameters parameters, SSLParameters standard);
    }

    private static HttpsConfigurator choosing(Choice choice) {
        return new HttpsConfigurator(keys.server()) {
            @Override
            public void configure(HttpsParameters parameters) {
                assertThat(parameters.getHttpsConfigurator()).isSameAs(this);
                assertThat(parameters.getClientAddress().getAddress().isLoopbackAddress())
                        .isTrue();
                choice.make(parameters, getSSLContext().getDefaultSSLParameters());
            }
        };
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void defaultConfiguratorRequestsNoClientCertificate(Provided provided) throws Exception {
        HttpsServer server = serving(provided, new HttpsConfigurator(keys.server()));
        try {
            assertThat(get(server, keys.client())).isEqualTo("anonymous by TLSv1.3");
            assertThat(get(server, keys.client())).isEqualTo("anonymous by TLSv1.3");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void wantedClientCertificateIsOptional(Provided provided) throws Exception {
        HttpsServer server = serving(provided, choosing((parameters, standard) -> {
            standard.setWantClientAuth(true);
            parameters.setSSLParameters(standard);
        }));
        try {
            assertThat(get(server, keys.client())).startsWith("CN=client");
            assertThat(get(server, keys.anonymousClient())).startsWith("anonymous");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void missingNeededClientCertificateFailsHandshake(Provided provided) throws Exception {
        HttpsServer server = serving(provided, choosing((parameters, standard) -> {
            standard.setNeedClientAuth(true);
            standard.setProtocols(new String[] {"TLSv1.2"});
            parameters.setSSLParameters(standard);
        }));
        try {
            assertThat(get(server, keys.client())).isEqualTo("CN=client by TLSv1.2");
            assertThatThrownBy(() -> get(server, keys.anonymousClient())).isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles") // on 21 the JDK's requests no certificate
    @SuppressWarnings("deprecation") // the older half of the API is still used
    void individuallySetParametersAreApplied(Provided provided) throws Exception {
        HttpsServer server = serving(provided, choosing((parameters, standard) -> {
            parameters.setNeedClientAuth(true);
            parameters.setProtocols(new String[] {"TLSv1.2"});
        }));
        try {
            assertThat(get(server, keys.client())).isEqualTo("CN=client by TLSv1.2");
            assertThatThrownBy(() -> get(server, keys.anonymousClient())).isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }

    private static SSLContext choosingByEngine(EngineManagers managers) throws GeneralSecurityException {
        return TestKeys.context(managers.keys(keys.serverKeys()), managers.trust(keys.clients()));
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void managersThatChooseByTheirEngineMethodsAreAskedByThem(Provided provided) throws Exception {
        EngineManagers managers = new EngineManagers();
        HttpsServer server = serving(provided, new HttpsConfigurator(choosingByEngine(managers)) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters chosen = getSSLContext().getDefaultSSLParameters();
                chosen.setNeedClientAuth(true);
                parameters.setSSLParameters(chosen);
            }
        });
        try {
            assertThat(get(server, keys.client())).isEqualTo("CN=client by TLSv1.3");
            assertThat(managers.peers).hasSizeGreaterThanOrEqualTo(2).containsAnyOf("127.0.0.1", "localhost");
        } finally {
            server.stop(0);
        }
    }

    /** Sizes around those of a record, and of the buffers on its way. */
    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void bodiesOfEverySizePassUnchanged(Provided provided) throws Exception {
        HttpsServer server = provided.provider().createHttpsServer(Provided.anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.server()));
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            try (exchange) {
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            for (int size :
                    new int[] {1, 2047, 2048, 2049, 16_383, 16_384, 16_385, 17_000, 65_536, 65_537, 3_000_001}) {
                byte[] body = new byte[size];
                new Random(size).nextBytes(body);
                assertThat(post(server, body)).as("of " + size + " bytes").isEqualTo(body);
            }
        } finally {
            server.stop(0);
        }
    }

    private static byte[] post(HttpsServer server, byte[] body) throws IOException {
        URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/");
        HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
        connection.setSSLSocketFactory(keys.client().getSocketFactory());
        connection.setReadTimeout(10_000);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static TlsLayer layer(HttpsConfigurator configurator) {
        return new TlsLayer(new AtomicReference<>(configurator), JdkHttpOptions.defaults());
    }

    @Test
    void failedHandshakeSaysWhy() throws Exception {
        RecordingEvents events = new RecordingEvents();
        try (Server server = Server.http(request -> Response.text("never"))
                        .layer(layer(new HttpsConfigurator(keys.server())))
                        .events(events)
                        .start();
                TestClient client = TestClient.connect(server)) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            awaitEndAfterAnAlert(client);
            Eventually.await("a report", () -> !events.failedHandshakes().isEmpty());
            assertThat(events.failedHandshakes().getFirst())
                    .isInstanceOf(SSLException.class)
                    .hasMessageMatching(".*SSL.* message.*");
            assertThat(events.ownFailures()).isEmpty();
        }
    }

    @Test
    void programsManagerThatThrowsIsNamed() throws Exception {
        RecordingEvents events = new RecordingEvents();
        IllegalStateException bug = new IllegalStateException("on purpose");
        HttpsConfigurator broken = choosing((parameters, standard) -> {
            throw bug;
        });
        try (Server server = Server.http(request -> Response.text("never"))
                        .layer(layer(broken))
                        .events(events)
                        .start();
                TestClient client = TestClient.connect(server)) {
            awaitEndAfterAnAlert(client);
            Eventually.await("a report", () -> !events.failedHandshakes().isEmpty());
            assertThat(events.failedHandshakes()).containsExactly(bug);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void configuratorCannotBeSetAfterStart(Provided provided) throws Exception {
        HttpsServer server = provided.provider().createHttpsServer(Provided.anyPort(), 0);
        assertThat(server.getHttpsConfigurator()).isNull();
        assertThatThrownBy(() -> server.setHttpsConfigurator(null)).isInstanceOf(NullPointerException.class);
        HttpsConfigurator configurator = new HttpsConfigurator(keys.server());
        server.setHttpsConfigurator(configurator);
        assertThat(server.getHttpsConfigurator()).isSameAs(configurator);
        server.start();
        assertThatThrownBy(() -> server.setHttpsConfigurator(configurator)).isInstanceOf(IllegalStateException.class);
        server.stop(0);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void unfinishedHandshakeDelaysNeitherOthersNorStop(Provided provided) throws Exception {
        HttpsServer server = serving(provided, new HttpsConfigurator(keys.server()));
        try (TestClient silent = TestClient.connect(server.getAddress());
                TestClient begun = TestClient.connect(server.getAddress())) {
            begun.send("\u0016\u0003\u0001");
            assertThat(get(server, keys.client())).startsWith("anonymous");
            long from = System.nanoTime();
            server.stop(10);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from)).isLessThan(7_000);
            awaitEndAfterAnAlert(silent);
            awaitEndAfterAnAlert(begun);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void stalledHandshakeEndsAtHeadTimeout() throws Exception {
        JdkHttpOptions options = JdkHttpOptions.defaults();
        var brief = options.server().withTimeouts(options.server().timeouts().withHead(Duration.ofMillis(300)));
        Provided provided = new Provided("brief", new HeddleHttpServerProvider(options.withServer(brief)));
        HttpsServer server = serving(provided, new HttpsConfigurator(keys.server()));
        try (TestClient begun = TestClient.connect(server.getAddress())) {
            begun.send("\u0016\u0003\u0001");
            awaitEndAfterAnAlert(begun);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void tricklingHandshakeEndsAtIdleTimeout() throws Exception {
        JdkHttpOptions options = JdkHttpOptions.defaults();
        var brief = options.server()
                .withTimeouts(options.server()
                        .timeouts()
                        .withHead(Duration.ofMillis(300))
                        .withIdle(Duration.ofMillis(900)));
        Provided provided = new Provided("brief", new HeddleHttpServerProvider(options.withServer(brief)));
        HttpsServer server = serving(provided, new HttpsConfigurator(keys.server()));
        try (TestClient client = TestClient.connect(server.getAddress())) {
            client.send("\u0016\u0003\u0001?\u00ff");
            Eventually.await("the connection has ended", () -> {
                try {
                    client.send("x");
                    return false;
                } catch (IOException e) {
                    return true;
                }
            });
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void closedConnectionSendsTlsCloseNotify(Provided provided) throws Exception {
        HttpsServer server = serving(provided, new HttpsConfigurator(keys.server()));
        try (Socket socket = new Socket(
                        server.getAddress().getAddress(), server.getAddress().getPort());
                SSLSocket tls = (SSLSocket)
                        keys.client().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true)) {
            tls.setSoTimeout(10_000);
            tls.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            // A connection that ends without close_notify would throw here.
            String all = new String(tls.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(all).startsWith("HTTP/1.1 200 OK\r\n").endsWith("anonymous by TLSv1.3");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void plainTextOnTlsPortIsClosed() throws Exception {
        HttpsServer server =
                serving(Provided.heddles().findFirst().orElseThrow(), new HttpsConfigurator(keys.server()));
        try (TestClient client = TestClient.connect(server.getAddress())) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            awaitEndAfterAnAlert(client);
        } finally {
            server.stop(0);
        }
    }

    /** Reads to the end of the connection; nothing but TLS alerts may come before it. */
    private static void awaitEndAfterAnAlert(TestClient client) throws IOException {
        byte[] some = new byte[100];
        try {
            for (int count = client.readSome(some); count >= 0; count = client.readSome(some)) {
                assertThat(some[0]).isEqualTo((byte) 21);
            }
        } catch (SocketException e) {
            // A reset ends it as well.
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void configuratorFailureAffectsOnlyItsConnection(Provided provided) throws Exception {
        AtomicInteger connections = new AtomicInteger();
        HttpsServer server = serving(provided, choosing((parameters, standard) -> {
            if (connections.incrementAndGet() == 1) {
                throw new IllegalStateException("on purpose");
            }
            parameters.setSSLParameters(standard);
        }));
        try {
            assertThatThrownBy(() -> get(server, keys.client())).isInstanceOf(IOException.class);
            assertThat(get(server, keys.client())).startsWith("anonymous");
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void handshakeWithoutConfiguratorFails(Provided provided) throws Exception {
        HttpsServer server = provided.provider().createHttpsServer(Provided.anyPort(), 0);
        server.start();
        try {
            assertThatThrownBy(() -> get(server, keys.client())).isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void clientResetDuringResponseFailsOnlyItsHandler(Provided provided) throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        HttpsServer server = provided.provider().createHttpsServer(Provided.anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.server()));
        server.createContext("/", HttpsTest::sayPeer);
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (true) {
                    exchange.getResponseBody().write(new byte[8192]);
                }
            } catch (IOException e) {
                failed.countDown();
                throw e;
            }
        });
        server.start();
        try {
            try (Socket socket = new Socket(
                    server.getAddress().getAddress(), server.getAddress().getPort())) {
                SSLSocketFactory layers = keys.client().getSocketFactory();
                Socket tls = layers.createSocket(socket, "localhost", socket.getPort(), false);
                tls.getOutputStream()
                        .write("GET /endless HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(tls.getInputStream().readNBytes(100_000)).hasSize(100_000);
                // Resets the socket below, without a close_notify.
                socket.setSoLinger(true, 0);
            }
            Eventually.await(failed);
            assertThat(get(server, keys.client())).startsWith("anonymous");
        } finally {
            server.stop(0);
        }
    }

    /** The records of its next request are in the kernel, or arrive while it reads. */
    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void closingResponseArrivesWholeThoughTheClientSendsMore(Provided provided) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        HttpsServer server = provided.provider().createHttpsServer(Provided.anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.server()));
        server.createContext("/", exchange -> {
            try (exchange) {
                begun.countDown();
                ArchitecturesServeTheApiTest.awaitQuietly(sent);
                exchange.getResponseHeaders().set("Connection", "close");
                exchange.sendResponseHeaders(200, 4 << 20);
                exchange.getResponseBody().write(new byte[4 << 20]);
            }
        });
        server.start();
        try (Socket plain = new Socket()) {
            plain.setReceiveBufferSize(16_384);
            plain.setSoTimeout(10_000);
            plain.connect(server.getAddress());
            SSLSocketFactory factory = keys.client().getSocketFactory();
            try (Socket tls = factory.createSocket(plain, "localhost", plain.getPort(), true)) {
                byte[] get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                tls.getOutputStream().write(get);
                Eventually.await(begun);
                tls.getOutputStream().write(get);
                sent.countDown();
                InputStream in = tls.getInputStream();
                byte[] part = new byte[16_384];
                long read = 0;
                for (int count = in.read(part); count >= 0; count = in.read(part)) {
                    read += count;
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                assertThat(read).isGreaterThan(4 << 20);
            }
        } finally {
            server.stop(0);
        }
    }
}
