package dev.heddle.jdkhttp;

import static dev.heddle.jdkhttp.JdkContractServerTest.say;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.jdkhttp.Provided.Running;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program misuses its exchanges or its executor: its client gets an error, and no other client notices. */
@Timeout(60)
class MisbehavingHandlersOfTheApiTest {
    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private static int endless(int depth) {
        return depth < 0 ? 0 : endless(depth + 1) + 1;
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void handlerDyingOfErrorGives500AndKeepsConnection(Provided provided) throws Exception {
        try (Running running = provided.serving(exchange -> {
                    switch (exchange.getRequestURI().getPath()) {
                        case "/memory" -> say(exchange, String.valueOf(new long[Integer.MAX_VALUE].length));
                        case "/stack" -> say(exchange, String.valueOf(endless(0)));
                        case "/class" -> throw new NoClassDefFoundError("on purpose");
                        default -> say(exchange, "fine");
                    }
                });
                TestClient client = running.connect()) {
            for (String path : new String[] {"memory", "stack", "class"}) {
                assertThat(client.get(path).status()).as(path).isEqualTo(500);
                assertThat(client.get("").text()).isEqualTo("fine");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void exchangeUsedAfterItsEndTouchesNoOther(Provided provided) throws Exception {
        Queue<HttpExchange> kept = new ConcurrentLinkedQueue<>();
        Queue<String> errors = new ConcurrentLinkedQueue<>();
        try (Running running = provided.serving(exchange -> {
                    HttpExchange old = kept.poll();
                    if (old != null) {
                        errors.add(errorOf(() -> old.getResponseBody().write('x')));
                        errors.add(errorOf(() -> old.sendResponseHeaders(200, 1)));
                        errors.add(errorOf(() -> old.getRequestBody().read()));
                        old.close();
                    }
                    kept.add(exchange);
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    say(exchange, new String(body, StandardCharsets.UTF_8));
                });
                TestClient client = running.connect()) {
            for (String text : new String[] {"one", "two", "six"}) {
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n" + text);
                assertThat(client.readReply().text()).isEqualTo(text);
            }
        }
        assertThat(errors).hasSize(6).doesNotContain("done");
    }

    private interface Use {
        void attempt() throws IOException;
    }

    private static String errorOf(Use use) {
        try {
            use.attempt();
            return "done";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void concurrentWriteIsRejected(Provided provided) throws Exception {
        Set<String> errors = ConcurrentHashMap.newKeySet();
        CountDownLatch rejected = new CountDownLatch(1);
        Consumer<String> onError = message -> {
            errors.add(message);
            rejected.countDown();
        };
        try (Running running = provided.serving(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    OutputStream out = exchange.getResponseBody();
                    FutureTask<Boolean> other = Eventually.begin(() -> {
                        for (int i = 0; i < 16; i++) {
                            writeUntilAccepted(
                                    out, new byte[1 << 20], onError); // blocks soon, as the client does not read yet
                        }
                        return true;
                    });
                    while (errors.isEmpty() && !other.isDone()) { // the other thread may be the rejected one
                        try {
                            out.write(new byte[1]);
                        } catch (IOException e) {
                            onError.accept(String.valueOf(e.getMessage()));
                        }
                    }
                    try {
                        Eventually.result(other);
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                    exchange.close();
                });
                TestClient client = running.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            Eventually.await(rejected);
            assertThat(client.readReply().bytes()).hasSizeGreaterThanOrEqualTo(16 << 20);
        }
        assertThat(errors).containsExactly("another thread is writing the response");
    }

    private static void writeUntilAccepted(OutputStream out, byte[] part, Consumer<String> onError) throws IOException {
        for (boolean written = false; !written; ) {
            try {
                out.write(part);
                written = true;
            } catch (IOException e) {
                onError.accept(String.valueOf(e.getMessage()));
                if (!"another thread is writing the response".equals(e.getMessage())) {
                    throw e;
                }
            }
        }
    }

    /** With time limits, which must not abort the connection after an exchange that never began. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void rejectingEveryThirdTaskGives503AndKeepsConnection(Architecture architecture) throws Exception {
        failEveryThird(architecture, new RejectedExecutionException("full"), 503);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void failingEveryThirdTaskGives500AndKeepsConnection(Architecture architecture) throws Exception {
        failEveryThird(architecture, new OutOfMemoryError("unable to create native thread"), 500);
    }

    private static void failEveryThird(Architecture architecture, Throwable failure, int status) throws Exception {
        Duration brief = Duration.ofMillis(500);
        JdkHttpOptions options = JdkHttpOptions.defaults().withTimes(brief, brief);
        HttpServer server = new HeddleHttpServerProvider(
                        options.withServer(options.server().withArchitecture(architecture)))
                .createHttpServer(Provided.anyPort(), 0);
        AtomicInteger tasks = new AtomicInteger();
        server.setExecutor(failing(tasks, failure));
        server.createContext("/", exchange -> say(exchange, "fine"));
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            long until = System.nanoTime() + 3 * brief.toNanos();
            while (System.nanoTime() < until) {
                int expected = tasks.get() % 3 == 2 ? status : 200;
                assertThat(client.get("").status()).isEqualTo(expected);
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(tasks.get()).isGreaterThan(5);
            assertThat(HeddleHttpServerProvider.serverOf(server).stats().connectionsOpen())
                    .isEqualTo(1);
        }
    }

    private static Executor failing(AtomicInteger tasks, Throwable failure) {
        return task -> {
            if (tasks.incrementAndGet() % 3 != 0) {
                Thread.ofVirtual().start(task);
                return;
            }
            switch (failure) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalArgumentException(failure);
            }
        };
    }
}
