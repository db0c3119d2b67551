package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess.Ended;
import dev.heddle.cli.RawClient.Reply;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin port of the packaged server: who starts, watches and stops it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class AdminPortIT {
    /** Reads the line about the admin port, after those about the server. */
    private static RawClient admin(HeddleProcess heddle) throws IOException {
        String line = heddle.line();
        assertThat(line).startsWith("admin: http://127.0.0.1:");
        return new RawClient(URI.create(line.substring("admin: ".length())).getPort());
    }

    private static int status(RawClient admin, String path) {
        try {
            return admin.get(path).status();
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }

    // ---- it stops

    @Test
    void firstSignalTurnsReadinessRedAndTheServerAcceptsOnDuringTheDelay() throws Exception {
        try (HeddleProcess heddle =
                HeddleProcess.start("demo", "-p", "0", "--admin-port", "0", "--drain-delay", "10m")) {
            int port = heddle.port();
            RawClient admin = admin(heddle);
            assertThat(status(admin, "/health/ready")).isEqualTo(200);
            heddle.terminate();
            Eventually.await("readiness turns red", () -> status(admin, "/health/ready") == 503);
            assertThat(new RawClient(port).get("/plaintext").text()).isEqualTo("Hello, World!");
            assertThat(status(admin, "/health/live")).isEqualTo(200);
            heddle.terminate(); // A second signal ends it at once, and as nothing is open that is no failure.
            assertThat(heddle.awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
        }
    }

    @Test
    void serverDrainsByItselfWhenTheDelayIsOver() throws Exception {
        try (HeddleProcess heddle =
                HeddleProcess.start("demo", "-p", "0", "--admin-port", "0", "--drain-delay", "300ms")) {
            heddle.port();
            admin(heddle);
            long before = System.nanoTime();
            heddle.terminate();
            assertThat(heddle.awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
            assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
        }
    }

    @Test
    void delayNeedsNoAdminPort() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-p", "0", "--drain-delay", "300ms")) {
            heddle.port();
            long before = System.nanoTime();
            heddle.terminate();
            assertThat(heddle.awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
            assertThat(System.nanoTime() - before).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(300));
        }
    }

    @Test
    void adminPortAnswersUntilTheLastRequestIsAnswered() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-p", "0", "--admin-port", "0")) {
            int port = heddle.port();
            RawClient admin = admin(heddle);
            try (TestClient client =
                    TestClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nx");
                Eventually.await(
                        "the request is handled",
                        () -> text(admin).contains("active_requests{url_scheme=\"http\"} 1.0"));
                heddle.terminate();
                Eventually.await(
                        "the server does not listen any more",
                        () -> TestClient.isRefused(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
                assertThat(status(admin, "/health/ready")).isEqualTo(503);
                assertThat(status(admin, "/health/live")).isEqualTo(200);
                assertThat(text(admin)).contains("heddle_ready 0.0");
                client.send("y");
                assertThat(client.readReply().text()).isEqualTo("xy");
            }
            assertThat(heddle.awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
        }
    }

    private static String text(RawClient admin) {
        try {
            return admin.get("/metrics").text();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---- it is watched

    /** AdminServerTest has every architecture. */
    @ParameterizedTest
    @CsvSource({"single-threaded, jvm", "message-balanced, own"})
    void adminPortAnswersWhileTheServerIsFullAndComputes(String architecture, String scheduler) throws Exception {
        int clients = 4;
        try (HeddleProcess heddle = HeddleProcess.start(
                "demo",
                "-p",
                "0",
                "-a",
                architecture,
                "--scheduler",
                scheduler,
                "--admin-port",
                "0",
                "--max-connections",
                "" + clients)) {
            RawClient server = new RawClient(heddle.port());
            RawClient admin = admin(heddle);
            List<Socket> busy = new ArrayList<>();
            try {
                for (int i = 0; i < clients; i++) {
                    busy.add(server.open());
                    busy.getLast()
                            .getOutputStream()
                            .write("GET /spin?us=60000000 HTTP/1.1\r\nHost: a\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                }
                Eventually.await(
                        "a request is handled",
                        () -> !text(admin).contains("active_requests{url_scheme=\"http\"} 0.0"));
                assertThat(status(admin, "/health/live")).isEqualTo(200);
                assertThat(status(admin, "/health/ready")).isEqualTo(200);
                assertThat(admin.get("/threads").text()).contains("heddle-acceptor-0");
            } finally {
                for (Socket each : busy) {
                    each.close();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jvm", "own"})
    void adminPortAnswersWhileTheServerHasTakenAllDescriptors(String scheduler) throws Exception {
        int descriptors = 160;
        try (HeddleProcess heddle = HeddleProcess.startWithDescriptors(
                descriptors,
                "demo",
                "-p",
                "0",
                "--scheduler",
                scheduler,
                "--max-connections",
                "32768",
                "--admin-port",
                "0")) {
            RawClient server = new RawClient(heddle.port());
            RawClient admin = admin(heddle);
            List<Socket> held = new ArrayList<>();
            try {
                for (int i = 0; i < 2 * descriptors; i++) {
                    held.add(server.open());
                }
                Eventually.await("descriptors run out", () -> !errors(heddle).isEmpty());
                for (int i = 0; i < 10; i++) {
                    assertThat(status(admin, "/health/live")).isEqualTo(200);
                }
                assertThat(text(admin)).containsPattern("heddle_accept_failures_total [1-9]");
            } finally {
                for (Socket each : held) {
                    each.close();
                }
            }
            heddle.terminate();
            assertThat(heddle.awaitEnd().code()).isZero();
        }
    }

    private static List<String> errors(HeddleProcess heddle) {
        try {
            return heddle.errors();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void servedFilesAreMeasured(@TempDir Path root) throws Exception {
        Files.writeString(root.resolve("hello.txt"), "hello");
        try (HeddleProcess heddle = HeddleProcess.start("serve", root.toString(), "-p", "0", "--admin-port", "0")) {
            RawClient server = new RawClient(heddle.port());
            RawClient admin = admin(heddle);
            assertThat(server.get("/hello.txt").text()).isEqualTo("hello");
            Eventually.await(
                    "it is counted",
                    () -> text(admin)
                            .contains("http_server_request_duration_seconds_count{http_request_method=\"GET\","
                                    + "http_response_status_code=\"200\",url_scheme=\"http\"} 1\n"));
        }
    }

    @Test
    void anotherProtocolHasNoMetricsOfHttp() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "--protocol", "line", "-p", "0", "--admin-port", "0")) {
            int port = heddle.port();
            RawClient admin = admin(heddle);
            try (TestClient client =
                    TestClient.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                assertThat(client.send("hello\n").readLine()).isEqualTo("hello");
            }
            Eventually.await("it is counted", () -> text(admin).contains("heddle_messages_total{acceptor=\"0\"} 1.0"));
            assertThat(text(admin)).doesNotContain("http_");
        }
    }

    @Test
    void livePageAndAdminPortGoTogether() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-p", "0", "--live-port", "0", "--admin-port", "0")) {
            RawClient server = new RawClient(heddle.port());
            assertThat(heddle.line()).startsWith("live page: http://127.0.0.1:");
            RawClient admin = admin(heddle);
            assertThat(server.get("/plaintext").status()).isEqualTo(200);
            assertThat(status(admin, "/health/ready")).isEqualTo(200);
            heddle.terminate();
            assertThat(heddle.awaitEnd().code()).isZero();
        }
    }

    // ---- it starts

    @Test
    void portThatIsInUseIsAFailureAtStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended ended = HeddleProcess.run("demo", "-p", "0", "--admin-port", "" + taken.getLocalPort());
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err())
                    .singleElement()
                    .asString()
                    .startsWith("heddle: admin port: cannot listen on 127.0.0.1 port " + taken.getLocalPort() + ": ");
        }
    }

    @Test
    void emptyAddressIsWrongUsage() throws Exception {
        Ended ended = HeddleProcess.run("demo", "-p", "0", "--admin-port", "0", "--admin-bind", "");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).singleElement().asString().startsWith("heddle: --admin-bind needs an address");
    }

    @Test
    void withoutTheFlagThereIsNoAdminPort() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-p", "0")) {
            Reply reply = new RawClient(heddle.port()).get("/metrics");
            assertThat(reply.status()).isEqualTo(404);
            heddle.terminate();
            assertThat(heddle.awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
        }
    }
}
