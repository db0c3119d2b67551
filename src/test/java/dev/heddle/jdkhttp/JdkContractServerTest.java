package dev.heddle.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.jdkhttp.Provided.Running;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Javadoc promises of HttpServer and HttpContext, checked on Heddle's provider and on the JDK's. */
@Timeout(30)
class JdkContractServerTest {
    static void say(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    static HttpHandler saying(String text) {
        return exchange -> say(exchange, text);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void unboundServerCanBeBoundOnce(Provided provided) throws Exception {
        HttpServer server = provided.provider().createHttpServer(null, 0);
        assertThat(server.getAddress()).isNull();
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.bind(null, 0)).isInstanceOf(NullPointerException.class);
        server.bind(Provided.anyPort(), 5);
        assertThat(server.getAddress().getPort()).isPositive();
        assertThatThrownBy(() -> server.bind(Provided.anyPort(), 0)).isInstanceOf(BindException.class);
        server.start();
        server.stop(0);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void addressInUseThrowsBindException(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.start();
        assertThatThrownBy(() -> provided.provider().createHttpServer(server.getAddress(), 0))
                .isInstanceOf(BindException.class);
        server.stop(0);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void executorCannotBeSetAfterStart(Provided provided) throws Exception {
        HttpServer server = provided.create();
        Executor executor = Runnable::run;
        assertThat(server.getExecutor()).isNull();
        server.setExecutor(executor);
        assertThat(server.getExecutor()).isSameAs(executor);
        server.start();
        assertThatThrownBy(() -> server.setExecutor(null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
        server.stop(0);
        assertThatThrownBy(server::start).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void everyExchangeRunsOnExecutor(Provided provided) throws Exception {
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        HttpServer server = provided.create();
        server.setExecutor(task -> Thread.ofPlatform().name("mine").start(task));
        server.createContext("/", exchange -> {
            threads.add(Thread.currentThread().getName());
            say(exchange, "done");
        });
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            assertThat(client.get("a").text()).isEqualTo("done");
            assertThat(client.get("b").text()).isEqualTo("done");
        }
        assertThat(threads).containsExactly("mine", "mine");
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void contextPathIsUniqueAndValidated(Provided provided) throws Exception {
        HttpServer server = provided.create();
        HttpContext context = server.createContext("/a", saying("a"));
        assertThat(context.getPath()).isEqualTo("/a");
        assertThat(context.getServer()).isSameAs(server);
        assertThatThrownBy(() -> server.createContext("/a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.createContext("a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.createContext("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.createContext(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> server.createContext("/b", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> context.setHandler(saying("b"))).isInstanceOf(IllegalArgumentException.class);
        server.removeContext("/a");
        assertThatThrownBy(() -> server.removeContext("/a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.removeContext((String) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> server.removeContext(context)).isInstanceOf(IllegalArgumentException.class);
        HttpContext later = server.createContext("/a");
        assertThat(later.getHandler()).isNull();
        assertThatThrownBy(() -> later.setHandler(null)).isInstanceOf(NullPointerException.class);
        server.removeContext(later);
        server.stop(0);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void longestMatchingContextServes(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.createContext("/", saying("root"));
        server.createContext("/apps/", saying("apps"));
        server.createContext("/apps/foo/", saying("foo"));
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            assertThat(client.get("apps/foo/bar").text()).isEqualTo("foo");
            assertThat(client.get("apps/Foo/bar").text()).isEqualTo("apps");
            assertThat(client.get("apps/app1").text()).isEqualTo("apps");
            assertThat(client.get("foo").text()).isEqualTo("root");
            assertThat(client.get("apps/%66oo/bar").text()).isEqualTo("foo");
            server.removeContext("/apps/foo/");
            assertThat(client.get("apps/foo/bar").text()).isEqualTo("apps");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void contextMatchesPrefixWithoutSlash(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.createContext("/foo", saying("foo"));
        server.start();
        try (Running running = new Running(server)) {
            int expected = Runtime.version().feature() < 27 ? 200 : 404;
            try (TestClient client = running.connect()) {
                assertThat(client.get("foobar").status()).isEqualTo(expected);
            }
            try (TestClient client = running.connect()) {
                assertThat(client.get("foo/bar").status()).isEqualTo(200);
            }
            try (TestClient client = running.connect()) {
                assertThat(client.get("bar").status()).isEqualTo(404);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void contextWithoutHandlerGives500(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.createContext("/");
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            assertThat(client.get("a").status()).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void stopClosesIdleConnectionsAndRefusesNewOnes(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.createContext("/", saying("x"));
        assertThatThrownBy(() -> server.stop(-1)).isInstanceOf(IllegalArgumentException.class);
        server.start();
        try (TestClient client = TestClient.connect(server.getAddress())) {
            client.get("a");
            server.stop(0);
            assertThat(client.awaitEnd()).isNotNull();
            assertThat(TestClient.isRefused(server.getAddress())).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void stopWaitsForExchangeInFlight(Provided provided) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        HttpServer server = provided.create();
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.createContext("/", exchange -> {
            begun.countDown();
            try {
                Eventually.await(release);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            say(exchange, "late");
        });
        server.start();
        try (TestClient client = TestClient.connect(server.getAddress())) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            Eventually.await(begun);
            FutureTask<Long> stop = Eventually.begin(() -> {
                long from = System.nanoTime();
                server.stop(8);
                return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
            });
            Eventually.await("new connections are refused", () -> TestClient.isRefused(server.getAddress()));
            assertThat(stop.isDone()).isFalse();
            release.countDown();
            assertThat(client.readReply().text()).isEqualTo("late");
            // Before 25 the JDK's waits for the whole delay (JDK-8304065).
            assertThat(Eventually.result(stop)).isLessThan(provided.isJdk() ? 12_000 : 6_000);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void stoppedServerCannotBeStartedOrBoundAgain(Provided provided) throws Exception {
        HttpServer never = provided.create();
        never.stop(0);
        assertThatThrownBy(never::start).isInstanceOf(IllegalStateException.class);
        HttpServer unbound = provided.provider().createHttpServer(null, 0);
        unbound.stop(0);
        assertThatThrownBy(unbound::start).isInstanceOf(IllegalStateException.class);
        HttpServer used = provided.create();
        used.start();
        used.stop(0);
        used.stop(0);
        assertThatThrownBy(used::start).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> used.bind(Provided.anyPort(), 0)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void serverStoppedBeforeItsBindCannotBeBound(Provided provided) throws Exception {
        HttpServer server = provided.provider().createHttpServer(null, 0);
        server.stop(0);
        assertThatThrownBy(() -> server.bind(Provided.anyPort(), 0)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void contextsCanChangeWhileServing(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.createContext("/", exchange -> {
            // The exchange in flight still completes.
            server.removeContext(exchange.getHttpContext());
            server.createContext("/", saying("new"));
            say(exchange, "old");
        });
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            assertThat(client.get("a").text()).isEqualTo("old");
            assertThat(client.get("a").text()).isEqualTo("new");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void contextOfAnotherServerIsNotRemoved(Provided provided) throws Exception {
        HttpServer server = provided.create();
        HttpServer other = provided.create();
        HttpContext context = server.createContext("/a");
        other.createContext("/a");
        assertThatThrownBy(() -> other.removeContext(context)).isInstanceOf(IllegalArgumentException.class);
        other.removeContext("/a");
        server.stop(0);
        other.stop(0);
    }
}
