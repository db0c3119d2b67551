package dev.heddle.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.Server;
import dev.heddle.accesslog.AccessLog;
import dev.heddle.concurrent.Latches;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestCertificate;
import dev.heddle.support.TestCertificate.Kind;
import dev.heddle.support.TestCertificate.PemPair;
import dev.heddle.support.TestClient;
import dev.heddle.support.TrustAll;
import dev.heddle.tls.Tls;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator, a scraper and a load balancer see on the admin port. */
@Timeout(60)
class AdminServerTest {
    private static final String DURATION = "http_server_request_duration_seconds";

    static Stream<ServerOptions> everyArchitectureAndScheduler() {
        return Architecture.all().stream()
                .flatMap(architecture -> Stream.of(Scheduler.values())
                        .map(scheduler -> ServerOptions.defaults()
                                .withArchitecture(architecture)
                                .withScheduler(scheduler)));
    }

    private static String labels(String method, int status) {
        return "{http_request_method=\"" + method + "\",http_response_status_code=\"" + status
                + "\",url_scheme=\"http\"}";
    }

    private static Response application(Request request) throws IOException {
        return switch (request.path()) {
            case "/fail" -> throw new IOException("on purpose");
            case "/teapot" -> Response.text("short and stout").status(new Status(418, "I'm a teapot"));
            default -> Response.text("hello");
        };
    }

    // ---- metrics

    @ParameterizedTest
    @MethodSource("everyArchitectureAndScheduler")
    void everyArchitectureOnEverySchedulerIsMeasured(ServerOptions options) throws Exception {
        try (Watched watched = Watched.start(options, AdminServerTest::application)) {
            try (TestClient client = TestClient.connect(watched.server())) {
                for (int i = 0; i < 5; i++) {
                    assertThat(client.get("x").status()).isEqualTo(200);
                }
                // The response is counted after it was sent.
                Eventually.await("5 requests are counted", () -> count(watched, "GET", 200) == 5);
                MetricsText metrics = watched.metrics();
                assertThat(metrics.value("heddle_active_connections")).isEqualTo(1);
                assertThat(metrics.value("heddle_connections_accepted_total")).isEqualTo(1);
                assertThat(metrics.value(DURATION + "_sum" + labels("GET", 200)))
                        .isPositive();
                assertThat(metrics.value("heddle_server_info{architecture=\""
                                + options.architecture().label() + "\",scheduler=\""
                                + watched.server().scheduler().label() + "\"}"))
                        .isEqualTo(1);
                assertThat(metrics.value("heddle_carriers"))
                        .isEqualTo(watched.server().carriers());
                assertThat(watched.openMetrics().families()).containsAll(withoutInfo(metrics.families()));
            }
        }
    }

    /** Info is a type of OpenMetrics only. */
    private static List<String> withoutInfo(Iterable<String> families) {
        List<String> names = new ArrayList<>();
        families.forEach(name -> names.add(name.replaceFirst("_info$", "")));
        return names;
    }

    private static double count(Watched watched, String method, int status) {
        try {
            String series = DURATION + "_count" + labels(method, status);
            return watched.get("/metrics").text().contains(series + " ")
                    ? watched.metrics().value(series)
                    : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void requestsAreCountedByMethodAndStatusIncludingWhatHeddleItselfAnswers() throws Exception {
        try (Watched watched = Watched.start(ServerOptions.defaults(), AdminServerTest::application)) {
            ask(watched.server(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200);
            ask(watched.server(), "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", 200);
            ask(watched.server(), "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 200);
            ask(watched.server(), "WHEN / HTTP/1.1\r\nHost: a\r\n\r\n", 200);
            ask(watched.server(), "GET /teapot HTTP/1.1\r\nHost: a\r\n\r\n", 418);
            ask(watched.server(), "GET /fail HTTP/1.1\r\nHost: a\r\n\r\n", 500);
            ask(watched.server(), "GET / HTTP/1.1\nHost: a\n\n", 400);
            ask(watched.server(), "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n", 431);
            Eventually.await("the last one is counted", () -> count(watched, "GET", 431) == 1);
            assertThat(count(watched, "GET", 200)).isEqualTo(1);
            assertThat(count(watched, "POST", 200)).isEqualTo(1);
            assertThat(count(watched, "_OTHER", 200)).isEqualTo(2);
            assertThat(count(watched, "GET", 418)).isEqualTo(1);
            assertThat(count(watched, "GET", 500)).isEqualTo(1);
            assertThat(count(watched, "_OTHER", 400)).isEqualTo(1);
            MetricsText metrics = watched.metrics();
            assertThat(metrics.value("heddle_handler_failures_total")).isEqualTo(1);
            assertThat(metrics.value("heddle_protocol_errors_total")).isEqualTo(2);
            assertThat(metrics.value("heddle_internal_failures_total")).isZero();
        }
    }

    private static void ask(Server server, String request, int status) throws IOException {
        try (TestClient client = TestClient.connect(server)) {
            assertThat(client.send(request).readReply().status()).isEqualTo(status);
        }
    }

    @Test
    void handshakesAndReplacedCertificatesAreCounted(@TempDir Path directory) throws Exception {
        PemPair files = TestCertificate.of(Kind.EC, "first.test").write(directory, "server");
        Tls tls = Tls.builder()
                .certificate(files.certificates(), files.key())
                .reloadInterval(Duration.ofMillis(50))
                .build();
        try (Watched watched = Watched.startTls(tls, AdminServerTest::application)) {
            InetSocketAddress address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), watched.server().port());
            try (SSLSocket secure = TrustAll.over(new Socket(address.getAddress(), address.getPort()));
                    TestClient client = TestClient.over(secure)) {
                assertThat(client.get("x").status()).isEqualTo(200);
            }
            try (TestClient withoutTls = TestClient.connect(address)) {
                assertThat(withoutTls.get("x").status()).isEqualTo(400);
            }
            TestCertificate.of(Kind.EC, "second.test").write(directory, "server");
            Eventually.await("the new certificate is served", () -> reloads(watched, "served") == 1);
            Files.writeString(files.certificates(), "none");
            Eventually.await("an invalid one is not", () -> reloads(watched, "failed") == 1);
            MetricsText metrics = watched.metrics();
            assertThat(metrics.value("heddle_tls_handshakes_total{result=\"completed\"}"))
                    .isEqualTo(1);
            assertThat(metrics.value("heddle_tls_handshakes_total{result=\"failed\"}"))
                    .isEqualTo(1);
            assertThat(metrics.value("heddle_tls_handshake_seconds_total")).isBetween(1e-6, 60.0);
        }
    }

    @Test
    void expiryOfEachCertificateThatIsServedIsShown(@TempDir Path directory) throws Exception {
        TestCertificate valid = TestCertificate.of(Kind.EC, "valid.test");
        TestCertificate expired = TestCertificate.expired(Kind.EC, "expired.test");
        PemPair first = valid.write(directory, "valid");
        PemPair second = expired.write(directory, "expired");
        Tls tls = Tls.builder()
                .certificate(first.certificates(), first.key())
                .certificate(second.certificates(), second.key())
                .reloadInterval(Duration.ofMillis(50))
                .build();
        try (Watched watched = Watched.startTls(tls, AdminServerTest::application)) {
            MetricsText metrics = watched.metrics();
            assertThat(metrics.value(expiry("valid.test", valid))).isEqualTo(epochSecond("2049-12-31T23:59:59Z"));
            assertThat(metrics.value(expiry("expired.test", expired))).isEqualTo(epochSecond("2021-01-01T00:00:00Z"));

            TestCertificate renewed = TestCertificate.of(Kind.EC, "expired.test");
            renewed.write(directory, "expired");
            Eventually.await("the renewed one is shown", () -> reloads(watched, "served") == 1);
            assertThat(watched.metrics().value(expiry("expired.test", renewed)))
                    .isEqualTo(epochSecond("2049-12-31T23:59:59Z"));
        }
    }

    private static double epochSecond(String time) {
        return Instant.parse(time).getEpochSecond();
    }

    private static String expiry(String name, TestCertificate certificate) {
        return "heddle_tls_certificate_expiry_timestamp_seconds{serial_number=\""
                + certificate.certificate().getSerialNumber().toString(16) + "\",subject=\"CN=" + name + "\"}";
    }

    private static double reloads(Watched watched, String result) {
        try {
            return watched.metrics().value("heddle_tls_certificate_reloads_total{result=\"" + result + "\"}");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void linesOfTheAccessLogAreCountedWrittenOrDropped() throws Exception {
        AccessLog log = AccessLog.to(OutputStream.nullOutputStream()).open();
        try (Watched watched = Watched.startLogging(log, AdminServerTest::application);
                TestClient client = TestClient.connect(watched.server())) {
            client.get("x");
            awaitLines(watched, 1, 0);
            log.close();
            client.get("x");
            awaitLines(watched, 1, 1);
        } finally {
            log.close();
        }
        try (Watched withoutLog = Watched.start(ServerOptions.defaults(), AdminServerTest::application)) {
            assertThat(withoutLog.metrics().families()).doesNotContain("heddle_access_log_lines_total");
        }
    }

    private static void awaitLines(Watched watched, double written, double dropped) {
        Eventually.await("the lines are counted", () -> {
            try {
                MetricsText metrics = watched.metrics();
                return metrics.value("heddle_access_log_lines_total{result=\"written\"}") == written
                        && metrics.value("heddle_access_log_lines_total{result=\"dropped\"}") == dropped;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void rejectionsAreCountedByTheLimitThatWasReached() throws Exception {
        ServerOptions options = ServerOptions.defaults()
                .withLimits(Limits.builder()
                        .connections(2)
                        .messagesInFlight(1)
                        .messageOverload(OverloadPolicy.REJECT)
                        .build());
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Watched watched = Watched.start(options, request -> {
                    handling.countDown();
                    Eventually.await(release);
                    return Response.text("late");
                });
                TestClient first = TestClient.connect(watched.server())) {
            first.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.await(handling);
            try (TestClient second = TestClient.connect(watched.server())) {
                assertThat(second.get("x").status()).isEqualTo(503);
                try (TestClient third = TestClient.connect(watched.server())) {
                    assertThat(third.readReply().status()).isEqualTo(503);
                }
                MetricsText metrics = watched.metrics();
                assertThat(metrics.value("heddle_rejections_total{reason=\"messages_in_flight\"}"))
                        .isEqualTo(1);
                assertThat(metrics.value("heddle_rejections_total{reason=\"connection_limit\"}"))
                        .isEqualTo(1);
                assertThat(metrics.value("heddle_rejections_total{reason=\"buffer_memory\"}"))
                        .isZero();
                assertThat(metrics.value("http_server_active_requests{url_scheme=\"http\"}"))
                        .isEqualTo(1);
            }
            release.countDown();
            assertThat(first.readReply().text()).isEqualTo("late");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Accept: */*",
                "Accept: text/plain",
                "Accept: application/vnd.google.protobuf;encoding=delimited"
            })
    void whoDoesNotAskForOpenMetricsGetsTheTextFormat(String accept) throws Exception {
        try (Watched watched = Watched.start(ServerOptions.defaults(), AdminServerTest::application)) {
            HttpReply reply = accept.isEmpty() ? watched.get("/metrics") : watched.ask("GET", "/metrics", accept);
            assertThat(reply.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(reply.header("Vary")).isEqualTo("Accept");
            MetricsText.prometheus(reply.text());
        }
    }

    @Test
    void whoAsksForOpenMetricsGetsIt() throws Exception {
        try (Watched watched = Watched.start(ServerOptions.defaults(), AdminServerTest::application)) {
            HttpReply reply = watched.ask("GET", "/metrics", "Accept: application/openmetrics-text;version=1.0.0");
            assertThat(reply.header("Content-Type"))
                    .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
            MetricsText.openMetrics(reply.text());
        }
    }

    @Test
    void scrapesAtTheSameTimeAreEachComplete() throws Exception {
        try (Watched watched = Watched.start(ServerOptions.defaults(), AdminServerTest::application)) {
            List<FutureTask<Integer>> scrapers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                scrapers.add(Eventually.begin(() -> {
                    int families = 0;
                    for (int scrape = 0; scrape < 20; scrape++) {
                        families += watched.metrics().families().size();
                    }
                    return families;
                }));
            }
            int each = watched.metrics().families().size();
            for (FutureTask<Integer> scraper : scrapers) {
                assertThat(Eventually.result(scraper)).isEqualTo(20 * each);
            }
        }
    }

    // ---- health

    @Test
    void readinessTurnsRedForGoodWhileTheServerServesOn() throws Exception {
        try (Watched watched = Watched.start(ServerOptions.defaults(), AdminServerTest::application)) {
            assertThat(watched.get("/health/ready").status()).isEqualTo(200);
            assertThat(watched.metrics().value("heddle_ready")).isEqualTo(1);
            watched.admin().failReadiness();
            assertThat(watched.get("/health/ready").status()).isEqualTo(503);
            assertThat(watched.get("/health/live").status()).isEqualTo(200);
            assertThat(watched.metrics().value("heddle_ready")).isZero();
            ask(watched.server(), "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 200);
        }
    }

    @ParameterizedTest
    @MethodSource("everyArchitectureAndScheduler")
    void adminPortAnswersWhileTheServerHasNoPermitLeft(ServerOptions options) throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Limits one = Limits.builder().connections(1).messagesInFlight(1).build();
        try (Watched watched = Watched.start(options.withLimits(one), request -> {
                    handling.countDown();
                    Eventually.await(release);
                    return Response.text("late");
                });
                TestClient only = TestClient.connect(watched.server())) {
            only.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.await(handling);
            assertThat(watched.get("/health/live").status()).isEqualTo(200);
            assertThat(watched.get("/health/ready").status()).isEqualTo(200);
            assertThat(watched.metrics().value("heddle_active_connections")).isEqualTo(1);
            assertThat(watched.get("/threads").status()).isEqualTo(200);
            release.countDown();
            assertThat(only.readReply().text()).isEqualTo("late");
        }
    }

    @ParameterizedTest
    @MethodSource("everyArchitectureAndScheduler")
    void adminPortAnswersWhileEveryCarrierComputes(ServerOptions options) throws Exception {
        int busy = 2 * Runtime.getRuntime().availableProcessors();
        AtomicBoolean released = new AtomicBoolean();
        CountDownLatch computing = new CountDownLatch(1);
        List<TestClient> clients = new ArrayList<>();
        try (Watched watched = Watched.start(options, request -> {
            computing.countDown();
            while (!released.get()) {
                Thread.onSpinWait();
            }
            return Response.text("late");
        })) {
            try {
                for (int i = 0; i < busy; i++) {
                    clients.add(TestClient.connect(watched.server()));
                    clients.getLast().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                }
                Eventually.await(computing);
                assertThat(watched.get("/health/live").status()).isEqualTo(200);
                watched.metrics();
            } finally {
                released.set(true);
            }
            for (TestClient client : clients) {
                assertThat(client.readReply().text()).isEqualTo("late");
                client.close();
            }
        }
    }

    /** More connections than the admin port has room for; those that are silent for longest give way to a probe. */
    @Test
    void silentConnectionsToTheAdminPortDoNotKeepAProbeOutForLong() throws Exception {
        List<TestClient> silent = new ArrayList<>();
        try (Watched watched = Watched.start(ServerOptions.defaults(), AdminServerTest::application)) {
            URI admin = watched.admin().uri();
            for (int i = 0; i < 80; i++) {
                silent.add(TestClient.connect(new InetSocketAddress(admin.getHost(), admin.getPort())));
                if (i % 2 == 0) {
                    silent.getLast().send("GET /metrics HTTP/1.1\r\nHost:"); // And nothing more.
                }
            }
            Eventually.await("a probe is answered", () -> isLive(watched));
        } finally {
            for (TestClient each : silent) {
                each.close();
            }
        }
    }

    private static boolean isLive(Watched watched) {
        try {
            return watched.get("/health/live").status() == 200;
        } catch (IOException e) {
            return false; // Rejected.
        }
    }

    // ---- threads

    @ParameterizedTest
    @MethodSource("everyArchitectureAndScheduler")
    void dumpShowsTheVirtualThreadThatHandlesARequestAndWhere(ServerOptions options) throws Exception {
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Watched watched = Watched.start(options, request -> {
                    handling.countDown();
                    awaitInAMethodOfItsOwn(release);
                    return Response.text("late");
                });
                TestClient client = TestClient.connect(watched.server())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Eventually.await(handling);
            HttpReply dump = watched.get("/threads");
            assertThat(dump.header("Content-Type")).isEqualTo("application/json");
            assertThat(threads(dump.text()))
                    .filteredOn(thread -> thread.toString().contains("awaitInAMethodOfItsOwn"))
                    .singleElement()
                    .satisfies(thread -> assertThat(thread.get("name").getAsString())
                            .matches("heddle-(connection|message|acceptor-\\d+)"));
            assertThat(watched.get("/threads").status()).as("a second dump").isEqualTo(200);
            release.countDown();
            assertThat(client.readReply().text()).isEqualTo("late");
        }
    }

    @Test
    void dumpShowsTenThousandVirtualThreadsWhileTheServerAnswersOn() throws Exception {
        int parked = 10_000;
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        try (Watched watched = Watched.start(ServerOptions.defaults(), AdminServerTest::application);
                TestClient client = TestClient.connect(watched.server())) {
            try {
                for (int i = 0; i < parked; i++) {
                    Thread.ofVirtual().name("one-of-many").start(() -> Latches.awaitUninterruptibly(release));
                }
                FutureTask<Boolean> asking = Eventually.begin(() -> {
                    while (!over.get()) {
                        assertThat(client.get("x").status()).isEqualTo(200);
                        answered.incrementAndGet();
                    }
                    return true;
                });
                Eventually.await("the server answers", () -> answered.get() > 0);
                int before = answered.get();
                HttpReply dump = watched.get("/threads");
                int during = answered.get() - before;
                over.set(true);
                Eventually.result(asking);
                assertThat(dump.status()).isEqualTo(200);
                assertThat(dump.text().split("\"one-of-many\"", -1)).hasSize(parked + 1);
                assertThat(during).as("requests answered meanwhile").isPositive();
            } finally {
                over.set(true);
                release.countDown();
            }
        }
    }

    private static void awaitInAMethodOfItsOwn(CountDownLatch release) throws InterruptedException {
        Eventually.await(release);
    }

    private static List<JsonObject> threads(String dump) {
        List<JsonObject> threads = new ArrayList<>();
        JsonObject all = JsonParser.parseString(dump).getAsJsonObject().getAsJsonObject("threadDump");
        for (JsonElement container : all.getAsJsonArray("threadContainers")) {
            for (JsonElement thread : container.getAsJsonObject().getAsJsonArray("threads")) {
                threads.add(thread.getAsJsonObject());
            }
        }
        return threads;
    }

    // ---- the rest

    @Test
    void otherPathsAndMethodsAreRejected() throws Exception {
        try (Watched watched = Watched.start(ServerOptions.defaults(), AdminServerTest::application)) {
            assertThat(watched.get("/").text()).contains("/metrics", "/health/live", "/health/ready", "/threads");
            assertThat(watched.get("/nothing").status()).isEqualTo(404);
            HttpReply post = watched.ask("POST", "/threads");
            assertThat(post.status()).isEqualTo(405);
            assertThat(post.header("Allow")).isEqualTo("GET, HEAD");
            assertThat(post.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void portThatIsInUseIsNamed() throws Exception {
        try (Watched watched = Watched.start(ServerOptions.defaults(), AdminServerTest::application)) {
            int taken = watched.server().port();
            assertThatThrownBy(() -> AdminServer.open(
                            InetAddress.getLoopbackAddress(),
                            taken,
                            watched::server,
                            () -> true,
                            new EventCounters(),
                            null))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1 port " + taken);
        }
    }
}
