package dev.heddle.jdkhttp;

import static dev.heddle.jdkhttp.JdkContractServerTest.say;
import static dev.heddle.jdkhttp.JdkContractServerTest.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.jdkhttp.JdkHttpOptions.AttributeScope;
import dev.heddle.jdkhttp.JdkHttpOptions.PathMatching;
import dev.heddle.jdkhttp.Provided.Running;
import dev.heddle.options.Architecture;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** System properties, which are read when a server is created, and options of one server. */
@Timeout(30)
@Isolated("sets system properties")
class JdkHttpOptionsTest {
    /** Another test in this JVM may have set some: the exporter of Prometheus sets time limits. */
    @BeforeEach
    void clearProperties() {
        System.getProperties().keySet().removeIf(name -> String.valueOf(name).startsWith("sun.net.httpserver."));
    }

    private static <T> T with(Map<String, String> properties, Callable<T> action) throws Exception {
        properties.forEach(System::setProperty);
        try {
            return action.call();
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    private static Running serving(JdkHttpOptions options) throws IOException {
        return new Provided("own", new HeddleHttpServerProvider(options)).serving(saying("x"));
    }

    @Test
    void missingPropertiesGiveDefaults() {
        assertThat(JdkHttpOptions.fromSystemProperties()).isEqualTo(JdkHttpOptions.defaults());
    }

    @Test
    void documentedPropertiesAreApplied() throws Exception {
        JdkHttpOptions options = with(
                Map.of(
                        "sun.net.httpserver.idleInterval", "7",
                        "jdk.httpserver.maxConnections", "11",
                        "sun.net.httpserver.maxIdleConnections", "5",
                        "sun.net.httpserver.drainAmount", "1000",
                        "sun.net.httpserver.maxReqHeaders", "33",
                        "sun.net.httpserver.maxReqHeaderSize", "50000",
                        "sun.net.httpserver.maxReqTime", "3",
                        "sun.net.httpserver.maxRspTime", "4",
                        "sun.net.httpserver.nodelay", "false",
                        "heddle.architecture", "message-balanced"),
                JdkHttpOptions::fromSystemProperties);
        assertThat(options.server().timeouts().idle()).isEqualTo(Duration.ofSeconds(7));
        assertThat(options.server().timeouts().head()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.server().limits().connections()).isEqualTo(11);
        assertThat(options.server().limits().headerCount()).isEqualTo(33);
        assertThat(options.server().limits().head()).isEqualTo(50_000);
        assertThat(options.server().limits().discardedBody()).isEqualTo(999);
        assertThat(options.server().architecture()).isInstanceOf(Architecture.MessageBalanced.class);
        assertThat(options.maxIdleConnections()).isEqualTo(5);
        assertThat(options.maxRequestTime()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.maxResponseTime()).isEqualTo(Duration.ofSeconds(4));
        assertThat(options.noDelay()).isFalse();
    }

    @Test
    void limitsUnknownToJdkAreSetByHeddleProperties() throws Exception {
        JdkHttpOptions options = with(
                Map.of(
                        "heddle.maxBody", "5000000000",
                        "heddle.headTimeout", "60",
                        "heddle.bodyTimeout", "0",
                        "heddle.minBodyRate", "0",
                        "heddle.writeTimeout", "0",
                        "sun.net.httpserver.maxReqTime", "3"),
                JdkHttpOptions::fromSystemProperties);
        assertThat(options.server().limits().body()).isEqualTo(5_000_000_000L);
        assertThat(options.server().timeouts().head()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.server().timeouts().body()).isZero();
        assertThat(options.server().timeouts().minBodyRate()).isZero();
        assertThat(options.server().timeouts().write()).isZero();
        assertThat(options.maxRequestTime()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void malformedOrNonPositiveNumberGivesDefault() throws Exception {
        JdkHttpOptions options = with(
                Map.of(
                        "sun.net.httpserver.idleInterval", "soon",
                        "jdk.httpserver.maxConnections", "-1",
                        "sun.net.httpserver.maxReqHeaders", "0",
                        "sun.net.httpserver.drainAmount", "x",
                        "heddle.maxBody", "-1",
                        "heddle.writeTimeout", "never",
                        "sun.net.httpserver.maxReqTime", "-1"),
                JdkHttpOptions::fromSystemProperties);
        assertThat(options).isEqualTo(JdkHttpOptions.defaults());
    }

    @Test
    void unknownArchitectureOrRelaxationIsRejectedWithKnownOnes() {
        assertThatThrownBy(() -> with(Map.of("heddle.architecture", "nginx"), JdkHttpOptions::fromSystemProperties))
                .hasMessageContaining("socket-sharded");
        assertThatThrownBy(() -> with(Map.of("heddle.relax", "all"), JdkHttpOptions::fromSystemProperties))
                .hasMessageContaining("missing-host");
    }

    @Test
    void optionsBelongToOneServer() throws Exception {
        JdkHttpOptions defaults = JdkHttpOptions.defaults();
        try (Running strict = serving(defaults);
                Running lenient = serving(JdkHttpOptions.relaxed(Set.of(Relaxation.MISSING_HOST)));
                TestClient first = strict.connect();
                TestClient second = lenient.connect()) {
            assertThat(first.send("GET / HTTP/1.1\r\n\r\n").readReply().status())
                    .isEqualTo(400);
            assertThat(second.send("GET / HTTP/1.1\r\n\r\n").readReply().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void pathPrefixMatchesWholeSegments() throws Exception {
        JdkHttpOptions options = JdkHttpOptions.defaults().withPathMatching(PathMatching.PATH_PREFIX);
        var server = new HeddleHttpServerProvider(options).createHttpServer(Provided.anyPort(), 0);
        server.createContext("/foo", saying("foo"));
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            assertThat(client.get("foo").status()).isEqualTo(200);
            assertThat(client.get("foo/bar").status()).isEqualTo(200);
            assertThat(client.get("foobar").status()).isEqualTo(404);
        }
    }

    @Test
    void exchangeScopedAttributesAreNotShared() throws Exception {
        JdkHttpOptions options = JdkHttpOptions.defaults().withAttributes(AttributeScope.EXCHANGE);
        try (Running running = new Provided("own", new HeddleHttpServerProvider(options)).serving(exchange -> {
                    String seen = String.valueOf(exchange.getAttribute("a"));
                    exchange.setAttribute("a", "1");
                    say(exchange, seen);
                });
                TestClient client = running.connect()) {
            assertThat(client.get("a").text()).isEqualTo("null");
            assertThat(client.get("a").text()).isEqualTo("null");
        }
    }

    @Test
    void zeroIdleConnectionsCloseAfterEachResponse() throws Exception {
        try (Running running = serving(JdkHttpOptions.defaults().withMaxIdleConnections(0));
                TestClient client = running.connect()) {
            assertThat(client.get("a").closes()).isTrue();
            assertThat(client.awaitEnd()).isNotNull();
        }
    }

    @Test
    void connectionsThatNeverSentARequestAreNotIdle() throws Exception {
        try (Running running = serving(JdkHttpOptions.defaults().withMaxIdleConnections(1));
                TestClient silent = running.connect();
                TestClient alsoSilent = running.connect();
                TestClient busy = running.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(busy.get("a").closes()).isFalse();
            }
            // It has its reply a moment before it is counted as idle.
            Eventually.await(
                    "the busy client is idle",
                    () -> HeddleHttpServerProvider.serverOf(running.server()).idleConnections() == 1);
            assertThat(silent.get("a").closes()).isTrue();
            busy.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").readReply();
            assertThat(busy.awaitEnd()).isNotNull();
            Eventually.await(
                    "the busy client has left",
                    () -> HeddleHttpServerProvider.serverOf(running.server()).idleConnections() == 0);
            assertThat(alsoSilent.get("a").closes()).isFalse();
        }
    }

    @Test
    void maxReqTimeIsTheTimeForTheFirstByteToo() throws Exception {
        JdkHttpOptions options =
                with(Map.of("sun.net.httpserver.maxReqTime", "1"), JdkHttpOptions::fromSystemProperties);
        try (Running running = serving(options);
                TestClient served = running.connect();
                TestClient silent = running.connect()) {
            assertThat(served.get("a").status()).isEqualTo(200);
            assertThat(silent.awaitEnd()).isNotNull();
            assertThat(served.get("a").status()).isEqualTo(200);
        }
    }

    @Test
    void bodyOfExactlyTheDrainAmountClosesTheConnection() throws Exception {
        JdkHttpOptions options =
                with(Map.of("sun.net.httpserver.drainAmount", "10"), JdkHttpOptions::fromSystemProperties);
        try (Running running = serving(options);
                TestClient nine = running.connect();
                TestClient ten = running.connect()) {
            String post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ";
            assertThat(nine.send(post + "9\r\n\r\n123456789").readReply().closes())
                    .isFalse();
            assertThat(ten.send(post + "10\r\n\r\n1234567890").readReply().closes())
                    .isTrue();
        }
    }

    @Test
    void relaxationsAreNamedOneByOneOrAllTogether() throws Exception {
        assertThat(relaxed(" missing-host, body-size ").relaxations())
                .containsExactlyInAnyOrder(Relaxation.MISSING_HOST, Relaxation.BODY_SIZE);
        assertThat(relaxed("jdk").relaxations()).containsExactlyInAnyOrder(Relaxation.values());
        assertThat(relaxed("").relaxations()).isEmpty();
        assertThat(with(
                                Map.of("sun.net.httpserver.disableHostValidation", "true"),
                                JdkHttpOptions::fromSystemProperties)
                        .relaxations())
                .containsExactly(Relaxation.MISSING_HOST);
        assertThatThrownBy(() -> relaxed("missing-host,everything"))
                .hasMessageContaining("heddle.relax: unknown relaxation 'everything'");
    }

    private static JdkHttpOptions relaxed(String names) throws Exception {
        return with(Map.of("heddle.relax", names), JdkHttpOptions::fromSystemProperties);
    }

    @Test
    void slowClientsHaveAllTheTimeIfRelaxedUnlessATimeIsSet() throws Exception {
        Timeouts relaxed = relaxed("slow-clients").server().timeouts();
        assertThat(relaxed.head()).isZero();
        assertThat(relaxed.body()).isZero();
        assertThat(relaxed.minBodyRate()).isZero();
        assertThat(relaxed.write()).isZero();
        assertThat(relaxed.minWriteRate()).isZero();
        JdkHttpOptions set = with(
                Map.of(
                        "heddle.relax", "jdk",
                        "heddle.bodyTimeout", "7",
                        "heddle.maxBody", "8",
                        "sun.net.httpserver.maxReqHeaderSize", "9000",
                        "sun.net.httpserver.maxReqTime", "3"),
                JdkHttpOptions::fromSystemProperties);
        assertThat(set.server().timeouts().body()).isEqualTo(Duration.ofSeconds(7));
        assertThat(set.server().timeouts().head()).isEqualTo(Duration.ofSeconds(3));
        assertThat(set.server().limits().body()).isEqualTo(8);
        assertThat(set.server().limits().head()).isEqualTo(9000);
    }

    @Test
    void responseOverTimeLimitAbortsConnection() throws Exception {
        JdkHttpOptions options = JdkHttpOptions.defaults().withTimes(Duration.ZERO, Duration.ofMillis(300));
        CountDownLatch release = new CountDownLatch(1);
        try (Running running = new Provided("own", new HeddleHttpServerProvider(options)).serving(exchange -> {
                    try {
                        release.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    say(exchange, "late");
                });
                TestClient client = running.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.awaitEnd()).isNotNull();
        } finally {
            release.countDown();
        }
    }

    @Test
    void requestOverTimeLimitAbortsConnection() throws Exception {
        JdkHttpOptions options = JdkHttpOptions.defaults().withTimes(Duration.ofMillis(300), Duration.ZERO);
        try (Running running = new Provided("own", new HeddleHttpServerProvider(options)).serving(exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    say(exchange, "late");
                });
                TestClient client = running.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
            assertThat(client.awaitEnd()).isNotNull();
        }
    }
}
