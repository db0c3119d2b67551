package dev.heddle.jdkhttp;

import static dev.heddle.jdkhttp.JdkContractServerTest.say;
import static dev.heddle.jdkhttp.JdkContractServerTest.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.jdkhttp.Provided.Running;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.Fastest;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Promises of the JDK's API that every architecture keeps, and the JDK's own server does not. */
@Timeout(60)
class ArchitecturesServeTheApiTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private static long millis(ThrowingRunnable action) throws Exception {
        long from = System.nanoTime();
        action.run();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void stopWithOnlyIdleConnectionsReturnsAtOnce(Provided provided) throws Exception {
        try (Running running = provided.serving(saying("x"));
                TestClient used = running.connect();
                TestClient silent = running.connect()) {
            assertThat(used.get("a").text()).isEqualTo("x");
            assertThat(millis(() -> running.server().stop(9))).isLessThan(5_000);
            assertThat(silent.awaitEnd()).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void stopDuringAnExchangeReturnsAtItsDelay(Provided provided) throws Exception {
        assertThat(Fastest.of(1_300, () -> millisToStopWithinASecond(provided))).isLessThan(1_300);
    }

    private static long millisToStopWithinASecond(Provided provided) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Running running = provided.serving(exchange -> {
                    begun.countDown();
                    awaitQuietly(release);
                });
                TestClient client = running.connect()) {
            client.send(GET);
            Eventually.await(begun);
            long millis = millis(() -> running.server().stop(1));
            assertThat(millis).isGreaterThanOrEqualTo(900);
            assertThat(client.awaitEnd()).isNotNull();
            return millis;
        } finally {
            release.countDown();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void handlerCanStopItsServer(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.createContext("/", exchange -> {
            say(exchange, "bye");
            server.stop(0);
        });
        server.start();
        try (TestClient client = TestClient.connect(server.getAddress())) {
            assertThat(client.send(GET).readReply().text()).isEqualTo("bye");
            assertThat(client.awaitEnd()).isNotNull();
        }
    }

    /** RFC 9110 9.3.7: it asks about the whole server. */
    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void optionsForTheWholeServerGoToTheRootContext(Provided provided) throws Exception {
        try (Running running = provided.serving(exchange -> say(exchange, "root for " + exchange.getRequestURI()));
                TestClient client = running.connect()) {
            assertThat(client.send("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n")
                            .readReply()
                            .text())
                    .isEqualTo("root for *");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void executorLimitsExchangesButNotConnections(Provided provided) throws Exception {
        HttpServer server = provided.create();
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            server.setExecutor(two);
            server.createContext("/", saying("x"));
            server.start();
            List<TestClient> clients = new ArrayList<>();
            try (Running running = new Running(server)) {
                for (int i = 0; i < 5; i++) {
                    clients.add(running.connect());
                    assertThat(clients.getLast().get("a").text()).isEqualTo("x");
                }
                for (TestClient client : clients) {
                    client.send(GET.repeat(10));
                }
                for (TestClient client : clients) {
                    for (int i = 0; i < 10; i++) {
                        assertThat(client.readReply().text()).isEqualTo("x");
                    }
                    client.close();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void rejectingExecutorGives503AndKeepsConnection(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.setExecutor(task -> {
            throw new RejectedExecutionException("full");
        });
        server.createContext("/", saying("x"));
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            assertThat(client.send(GET).readReply().status()).isEqualTo(503);
            assertThat(client.send(GET).readReply().status()).isEqualTo(503);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void ambiguousFramingGets400AndClosesConnection(Provided provided) throws Exception {
        String chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        List<String> requests = List.of(
                chunked + "100000000\r\n",
                chunked + "\r\nabc\r\n",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length : 3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nHost: h\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nHost: h\r\nX: y\r\n Content-Length: 3\r\n\r\nabc");
        try (Running running = provided.serving(exchange -> {
            exchange.getRequestBody().readAllBytes();
            say(exchange, "read");
        })) {
            for (String request : requests) {
                try (TestClient client = running.connect()) {
                    // The first chunk size exceeds the body limit, which is a 413.
                    HttpReply reply = client.send(request + GET).readReply();
                    assertThat(reply.status()).as(request).isIn(400, 413);
                    assertThat(client.awaitEnd()).as(request).isNotNull();
                }
            }
            try (TestClient client = running.connect()) {
                client.send(chunked + "3;a=\"GET / HTTP/1.1\"\r\nabc\r\n0\r\nX: GET / HTTP/1.1\r\n\r\n" + GET);
                assertThat(client.readReply().status()).isEqualTo(200);
                assertThat(client.readReply().status()).isEqualTo(200);
                client.endSending();
                assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void unreadRequestBodyDoesNotBlockClientOrNextRequest(Provided provided) throws Exception {
        byte[] large = new byte[10 << 20];
        try (Running running = provided.serving(saying("seen"));
                TestClient client = running.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + large.length + "\r\n\r\n");
            FutureTask<Boolean> sending = Eventually.begin(() -> {
                try {
                    client.send(large);
                    return true;
                } catch (SocketException e) {
                    return false;
                }
            });
            HttpReply reply = client.readReply();
            assertThat(reply.text()).isEqualTo("seen");
            assertThat(reply.closes()).isTrue();
            Eventually.result(sending);
        }
        try (Running running = provided.serving(saying("seen"));
                TestClient client = running.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n\r\n");
            client.send(new byte[60_000]);
            assertThat(client.readReply().text()).isEqualTo("seen");
            assertThat(client.send(GET).readReply().text()).isEqualTo("seen");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void failingHandlerGives500AndKeepsConnection(Provided provided) throws Exception {
        try (Running running = provided.serving(exchange -> {
                    if (exchange.getRequestURI().getPath().equals("/later")) {
                        // None of this has been sent when the handler fails, so it is dropped.
                        exchange.sendResponseHeaders(200, 10);
                        exchange.getResponseBody().write(1);
                        throw new IllegalStateException("on purpose");
                    }
                    try (exchange) {
                        throw new IllegalStateException("on purpose");
                    }
                });
                TestClient client = running.connect()) {
            assertThat(client.send(GET).readReply().status()).isEqualTo(500);
            assertThat(client.get("later").status()).isEqualTo(500);
            assertThat(client.send(GET).readReply().status()).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void failingHandlerOnExecutorGives500AndKeepsConnection(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.setExecutor(task -> Thread.ofPlatform().start(task));
        server.createContext("/", exchange -> {
            try (exchange) {
                throw new IllegalStateException("on purpose");
            }
        });
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            assertThat(client.send(GET).readReply().status()).isEqualTo(500);
            assertThat(client.send(GET).readReply().status()).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void handlerFailingAfterHeadersTruncatesResponseVisibly(Provided provided) throws Exception {
        for (long length : new long[] {0, 10}) {
            try (Running running = provided.serving(exchange -> {
                        exchange.sendResponseHeaders(200, length);
                        exchange.getResponseBody().write("part".getBytes(StandardCharsets.UTF_8));
                        exchange.getResponseBody().flush();
                        throw new IllegalStateException("on purpose");
                    });
                    TestClient client = running.connect()) {
                client.send(GET);
                Queue<Throwable> truncations = new ConcurrentLinkedQueue<>();
                try {
                    client.readReply();
                } catch (EOFException | SocketException e) {
                    truncations.add(e);
                }
                assertThat(truncations).hasSize(1);
            }
        }
    }

    /** Users of the JDK's server search for these texts. */
    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void errorTextsContainThoseOfTheJdksServer(Provided provided) throws Exception {
        CountDownLatch passed = new CountDownLatch(2);
        try (Running running = provided.serving(exchange -> {
                    OutputStream out = exchange.getResponseBody();
                    assertThatThrownBy(() -> out.write(1)).hasMessage("response headers not sent yet");
                    exchange.sendResponseHeaders(200, 5);
                    assertThatThrownBy(() -> exchange.sendResponseHeaders(200, 5))
                            .hasMessage("headers already sent");
                    if (exchange.getRequestURI().getPath().equals("/long")) {
                        assertThatThrownBy(() -> out.write(new byte[12]))
                                .hasMessage(
                                        "too many bytes to write to stream: 12, only 5 left of the declared length");
                    } else {
                        assertThatThrownBy(out::close)
                                .hasMessage(
                                        "insufficient bytes written to stream: response body is 5 bytes short of the"
                                                + " declared length");
                        assertThatThrownBy(() -> out.write(1)).hasMessage("stream closed");
                        assertThatThrownBy(exchange.getRequestBody()::read).hasMessage("Stream is closed");
                    }
                    passed.countDown();
                });
                TestClient first = running.connect();
                TestClient second = running.connect()) {
            first.send("GET /long HTTP/1.1\r\nHost: h\r\n\r\n");
            second.send("GET /short HTTP/1.1\r\nHost: h\r\n\r\n");
            Eventually.await(passed);
        }
    }

    /** As with a file that grows between the look at its size and its end. */
    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void bytesUpToTheDeclaredLengthAreSentBeforeTheConnectionCloses(Provided provided) throws Exception {
        try (Running running = provided.serving(exchange -> {
            exchange.sendResponseHeaders(200, 5);
            if (exchange.getRequestURI().getPath().equals("/passes-on")) {
                exchange.getResponseBody().write("hello, world".getBytes(StandardCharsets.UTF_8));
                return;
            }
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("hel".getBytes(StandardCharsets.UTF_8));
                out.flush();
                assertThatThrownBy(() -> out.write("lo, world".getBytes(StandardCharsets.UTF_8)))
                        .isInstanceOf(IOException.class);
            }
        })) {
            for (String path : new String[] {"/passes-on", "/catches"}) {
                try (TestClient client = running.connect()) {
                    HttpReply reply = client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n")
                            .readReply();
                    assertThat(reply.status()).isEqualTo(200);
                    assertThat(reply.text()).isEqualTo("hello");
                    assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void pipelinedRequestsAreAnsweredInOrder(Provided provided) throws Exception {
        try (Running running = provided.serving(exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    if (path.endsWith("3")) {
                        awaitQuietly(new CountDownLatch(0));
                    }
                    say(exchange, path);
                });
                TestClient client = running.connect()) {
            for (int i = 0; i < 100; i++) {
                client.send("GET /" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
            }
            for (int i = 0; i < 100; i++) {
                assertThat(client.readReply().text()).isEqualTo("/" + i);
            }
        }
    }

    static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            Eventually.await(latch);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void malformedBodyFoundDuringResponsePreventsCompleteResponse(Provided provided) throws Exception {
        String chunked = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n";
        try (Running running = provided.serving(exchange -> {
            // Closing it ends the response even after a failed read.
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                if (exchange.getRequestHeaders().containsKey("X-Flush")) {
                    exchange.getResponseBody().flush();
                }
                exchange.getRequestBody().transferTo(exchange.getResponseBody());
            }
        })) {
            try (TestClient client = running.connect()) {
                assertThat(client.send(chunked + "100000000\r\n" + GET)
                                .readReply()
                                .status())
                        .isEqualTo(413);
                assertThat(client.awaitEnd()).isNotNull();
            }
            try (TestClient client = running.connect()) {
                assertThat(client.send(chunked + "+3\r\n" + GET).readReply().status())
                        .isEqualTo(400);
                assertThat(client.awaitEnd()).isNotNull();
            }
            try (TestClient client = running.connect()) {
                client.send(chunked.replace("Host:", "X-Flush: y\r\nHost:") + "+3\r\n");
                assertThatThrownBy(client::readReply).isInstanceOf(EOFException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void targetWithoutUnambiguousUriGets400(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.createContext("/", saying("root"));
        server.createContext("/y", saying("y"));
        server.start();
        try (Running running = new Running(server)) {
            try (TestClient client = running.connect()) {
                // As a URI it would be the host x and the path /y.
                assertThat(client.get("/x/y").status()).isEqualTo(400);
            }
            try (TestClient client = running.connect()) {
                assertThat(client.get("a|b").status()).isEqualTo(400);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void absoluteTargetWithoutPathIsServedAsRoot(Provided provided) throws Exception {
        try (Running running = provided.serving(
                        exchange -> say(exchange, exchange.getRequestURI().toString()));
                TestClient client = running.connect()) {
            client.send("GET http://h HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readReply().text()).isEqualTo("http://h/");
            client.send("GET http://h?a=/b HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readReply().text()).isEqualTo("http://h/?a=/b");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void withoutExecutorHandlersRunOnConnectionsVirtualThread(Provided provided) throws Exception {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        try (Running running = provided.serving(exchange -> {
                    threads.add(Thread.currentThread());
                    say(exchange, "x");
                });
                TestClient client = running.connect()) {
            client.send(GET).readReply();
            client.send(GET).readReply();
        }
        assertThat(threads).hasSize(2).allMatch(Thread::isVirtual);
        if (!provided.name().equals(Architecture.messageBalanced().label())) {
            assertThat(threads.remove()).isSameAs(threads.remove());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void secondStartDoesNotReplaceTheContextClassLoader(Provided provided) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader ofFirstStart = thread.getContextClassLoader();
        Queue<ClassLoader> seen = new ConcurrentLinkedQueue<>();
        try (Running running = provided.serving(exchange -> {
                    seen.add(Thread.currentThread().getContextClassLoader());
                    say(exchange, "x");
                });
                TestClient client = running.connect()) {
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            assertThatThrownBy(running.server()::start).isInstanceOf(IllegalStateException.class);
            thread.setContextClassLoader(ofFirstStart);
            client.send(GET).readReply();
        } finally {
            thread.setContextClassLoader(ofFirstStart);
        }
        assertThat(seen).containsExactly(ofFirstStart);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void failingExecutorGives500AndKeepsConnection(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.setExecutor(task -> {
            throw new OutOfMemoryError("no thread, on purpose");
        });
        server.createContext("/", saying("x"));
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            assertThat(client.send(GET).readReply().status()).isEqualTo(500);
            assertThat(client.send(GET).readReply().status()).isEqualTo(500);
        }
    }

    /** As curl sends a large body: it waits until it is asked for it, but not without end. */
    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void echoThatSendsItsHeadBeforeItReadsKeepsTheConnection(Provided provided) throws Exception {
        byte[] large = new byte[3_000_000];
        try (Running running = provided.serving(exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, 0);
                        exchange.getRequestBody().transferTo(exchange.getResponseBody());
                    }
                });
                TestClient client = running.connect()) {
            for (String expect : List.of("", "Expect: 100-continue\r\n")) {
                client.send("POST / HTTP/1.1\r\nHost: h\r\n" + expect + "Content-Length: " + large.length + "\r\n\r\n");
                FutureTask<TestClient> sending = Eventually.begin(() -> client.send(large));
                HttpReply echoed = client.readReply();
                assertThat(echoed.text()).hasSize(large.length);
                assertThat(echoed.closes()).isFalse();
                Eventually.result(sending);
            }
            assertThat(client.send(GET).readReply().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void responseToALongBodyThatIsLeftUnreadIsTruthful(Provided provided) throws Exception {
        try (Running running = provided.serving(exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getRequestBody().read();
                exchange.getResponseBody()
                        .write(new byte[exchange.getRequestURI().getPath().length() * 10_000]);
            }
        })) {
            String long10 = " HTTP/1.1\r\nHost: h\r\nContent-Length: 10000000\r\n\r\nx";
            try (TestClient client = running.connect()) {
                HttpReply brief = client.send("POST /" + long10).readReply();
                assertThat(brief.text()).hasSize(10_000);
                assertThat(brief.closes()).isTrue();
                assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
            }
            try (TestClient client = running.connect()) {
                // Its head has left before the end is known: nothing is said, and the connection ends in order.
                HttpReply large =
                        client.send("POST /" + "x".repeat(50) + long10).readReply();
                assertThat(large.text()).hasSize(510_000);
                assertThat(large.header("Connection")).isEmpty();
                assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
            }
        }
    }

    /** Neither asked for, nor waited for, nor read. */
    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void requestThatIsRefusedForItsHeadIsAnsweredAtOnce(Provided provided) throws Exception {
        HttpServer server = provided.create();
        server.createContext("/private", saying("secret")).setAuthenticator(new BasicAuthenticator("realm") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return false;
            }
        });
        server.start();
        try (Running running = new Running(server)) {
            for (String expect : List.of("", "Expect: 100-continue\r\n")) {
                for (String path : List.of("/private", "/none")) {
                    try (TestClient client = running.connect()) {
                        client.send("POST " + path + " HTTP/1.1\r\nHost: h\r\n" + expect
                                + "Content-Length: 5000000\r\n\r\n");
                        assertThat(client.readLine())
                                .isEqualTo(
                                        path.equals("/none") ? "HTTP/1.1 404 Not Found" : "HTTP/1.1 401 Unauthorized");
                        assertThat(readUntilEnd(client)).contains("Connection: close");
                    }
                }
            }
        }
    }

    private static List<String> readUntilEnd(TestClient client) throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            try {
                lines.add(client.readLine());
            } catch (EOFException e) {
                return lines;
            }
        }
    }
}
