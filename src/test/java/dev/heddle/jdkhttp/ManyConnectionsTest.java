package dev.heddle.jdkhttp;

import static dev.heddle.jdkhttp.JdkContractServerTest.saying;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.heddle.support.Eventually;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many connections at a time, each with some requests: every request gets its response. */
@Timeout(120)
class ManyConnectionsTest {
    private static final int CONNECTIONS = Integer.getInteger("heddle.test.connections", 1000);
    private static final int REQUESTS = 10;
    private static final byte[] GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static TestKeys keys;

    @BeforeAll
    static void makeKeys(@TempDir Path directory) throws Exception {
        keys = TestKeys.make(directory);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void everyConnectionIsServedOverPlainText(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.createContext("/", saying("Hello"));
        requestFromAll(server, null);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void everyConnectionIsServedOverTls(Provided provided) throws Exception {
        HttpsServer server = provided.provider().createHttpsServer(Provided.anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keys.server()));
        server.createContext("/", saying("Hello"));
        requestFromAll(server, keys.client());
    }

    private static void requestFromAll(HttpServer server, @Nullable SSLContext tls) throws Exception {
        server.start();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        CountDownLatch open = new CountDownLatch(CONNECTIONS);
        CountDownLatch done = new CountDownLatch(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = connect(server.getAddress(), tls)) {
                    InputStream in = new BufferedInputStream(socket.getInputStream(), 512);
                    request(socket, in);
                    open.countDown();
                    Eventually.await(open);
                    for (int sent = 1; sent < REQUESTS; sent++) {
                        request(socket, in);
                    }
                } catch (Throwable e) {
                    failures.add(e);
                    open.countDown();
                } finally {
                    done.countDown();
                }
            });
        }
        try {
            Eventually.await("all connections done", () -> done.getCount() == 0);
        } finally {
            server.stop(1);
        }
        assertThat(failures).isEmpty();
    }

    private static Socket connect(InetSocketAddress address, @Nullable SSLContext tls) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        return tls == null ? socket : tls.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    }

    private static void request(Socket socket, InputStream in) throws IOException {
        socket.getOutputStream().write(GET);
        StringBuilder seen = new StringBuilder();
        while (!seen.toString().endsWith("\r\n\r\nHello")) {
            int value = in.read();
            if (value < 0) {
                throw new IOException("closed after: " + seen);
            }
            seen.append((char) value);
        }
    }
}
