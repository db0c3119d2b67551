package dev.heddle.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that use what TLS allows after the handshake against the server. */
@Timeout(120)
class HostileTlsClientsTest {
    private static final byte[] GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration SHORT = Duration.ofSeconds(1);

    private static TestKeys keys;

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws Exception {
        keys = TestKeys.make(directory);
    }

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private static HttpsServer serving(Architecture architecture) throws IOException {
        JdkHttpOptions options = JdkHttpOptions.defaults();
        var chosen = options.server()
                .withArchitecture(architecture)
                .withTimeouts(options.server().timeouts().withIdle(SHORT).withHead(SHORT));
        HttpsServer server =
                new HeddleHttpServerProvider(options.withServer(chosen)).createHttpsServer(Provided.anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.server()));
        server.createContext("/", exchange -> JdkContractServerTest.say(exchange, "hello"));
        server.start();
        return server;
    }

    private static Socket connected(HttpsServer server, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(receiveBuffer);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(
                server.getAddress().getAddress(), server.getAddress().getPort()));
        return socket;
    }

    private static SSLSocket client(Socket socket, String protocol) throws IOException {
        SSLSocket tls =
                (SSLSocket) keys.client().getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
        tls.setEnabledProtocols(new String[] {protocol});
        tls.startHandshake();
        return tls;
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void handshakeThatTheClientStartsAgainIsRefused(Architecture architecture) throws Exception {
        HttpsServer server = serving(architecture);
        try (SSLSocket tls = client(connected(server, 65_536), "TLSv1.2")) {
            tls.getOutputStream().write(GET);
            assertThat(tls.getInputStream().read()).isEqualTo('H');
            assertThatThrownBy(() -> {
                        tls.startHandshake();
                        tls.getOutputStream().write(GET);
                        tls.getInputStream().readAllBytes();
                    })
                    .isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void clientThatFloodsKeyUpdatesAndReadsNothingIsAborted(Architecture architecture) throws Exception {
        HttpsServer server = serving(architecture);
        AtomicInteger updates = new AtomicInteger();
        Socket socket = connected(server, 4096);
        try (SSLSocket tls = client(socket, "TLSv1.3")) {
            // On a thread of its own: with so small a window the client's kernel may not take the server's reset.
            FutureTask<Void> flood = Eventually.begin(() -> {
                while (true) {
                    tls.startHandshake(); // In TLS 1.3 this sends a KeyUpdate that asks for one in return.
                    updates.incrementAndGet();
                }
            });
            Eventually.await("the flood has begun", () -> updates.get() > 0);
            Eventually.await(
                    "the connection is closed",
                    () -> HeddleHttpServerProvider.serverOf(server).openConnections() == 0);
            socket.close();
            assertThatThrownBy(flood::get).hasCauseInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }
}
