package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.heddle.http.Response;
import dev.heddle.jdkhttp.HeddleHttpServerProvider;
import dev.heddle.jdkhttp.JdkHttpOptions;
import dev.heddle.line.LineProtocol;
import dev.heddle.options.Architecture;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handler finds at its thread: the context class loader, and thread-locals of earlier requests. */
@Timeout(60)
class HandlerThreadTest {
    private static final ThreadLocal<String> USER = new ThreadLocal<>();

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private interface Starting {
        Server start() throws IOException;
    }

    /** Starts a server on this thread, which has another class loader meanwhile. */
    private static Server startedWith(ClassLoader loader, Starting starting) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return starting.start();
        } finally {
            thread.setContextClassLoader(own);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void everyHandlerHasTheContextClassLoaderOfStartsCaller(Architecture architecture) throws Exception {
        try (URLClassLoader loader = new URLClassLoader("of-the-program", new URL[0], null);
                Server server = startedWith(
                        loader,
                        () -> Server.http(request -> {
                                    Thread thread = Thread.currentThread();
                                    ClassLoader seen = thread.getContextClassLoader();
                                    thread.setContextClassLoader(null); // must not be seen by the next one
                                    return Response.text(String.valueOf(seen == null ? null : seen.getName()));
                                })
                                .architecture(architecture)
                                .start());
                TestClient client = TestClient.connect(server)) {
            assertThat(client.get("").text()).isEqualTo("of-the-program");
            assertThat(client.get("").text()).isEqualTo("of-the-program");
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void handlerOfAnotherProtocolHasItToo(Architecture architecture) throws Exception {
        try (URLClassLoader loader = new URLClassLoader("of-the-program", new URL[0], null);
                Server server = startedWith(
                        loader,
                        () -> Server.of(new LineProtocol(
                                        line -> Objects.requireNonNull(Thread.currentThread()
                                                .getContextClassLoader()
                                                .getName()),
                                        dev.heddle.options.Limits.defaults()))
                                .architecture(architecture)
                                .start());
                TestClient client = TestClient.connect(server)) {
            client.send("who\n");
            assertThat(client.readLine()).isEqualTo("of-the-program");
        }
    }

    /** Says whom it served before on this thread, and leaves its own. */
    private static String previous(String user) {
        String before = String.valueOf(USER.get());
        USER.set(user);
        return before;
    }

    @Test
    void threadLocalsOfARequestAreItsOwnInMessageBalanced() throws Exception {
        try (Server server = Server.http(request -> Response.text(previous(request.target())))
                        .architecture(Architecture.messageBalanced())
                        .start();
                TestClient client = TestClient.connect(server)) {
            assertThat(client.get("ada").text()).isEqualTo("null");
            assertThat(client.get("bob").text()).isEqualTo("null");
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void threadLocalsOfAnExchangeAreItsOwnWithAThreadForEach(Architecture architecture) throws Exception {
        JdkHttpOptions options = JdkHttpOptions.defaults();
        HttpServer server = new HeddleHttpServerProvider(
                        options.withServer(options.server().withArchitecture(architecture)))
                .createHttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] before = previous(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, before.length);
            exchange.getResponseBody().write(before);
            exchange.close();
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.setExecutor(threads);
            server.start();
            try (TestClient client = TestClient.connect(server.getAddress())) {
                assertThat(client.get("ada").text()).isEqualTo("null");
                assertThat(client.get("bob").text()).isEqualTo("null");
            } finally {
                server.stop(0);
            }
        }
    }
}
