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

/** Whatever a program does with its exchanges and its executor, its own clients are told, and no other notices. */
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
    void oneThatDiesOfAnErrorIs500AndTheConnectionGoesOn(Provided provided) throws Exception {
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
    void anExchangeKeptBeyondItsEndReadsAndWritesNothingOfAnother(Provided provided) throws Exception {
        Queue<HttpExchange> kept = new ConcurrentLinkedQueue<>();
        Queue<String> refusals = new ConcurrentLinkedQueue<>();
        try (Running running = provided.serving(exchange -> {
                    HttpExchange old = kept.poll();
                    if (old != null) {
                        refusals.add(refusal(() -> old.getResponseBody().write('x')));
                        refusals.add(refusal(() -> old.sendResponseHeaders(200, 1)));
                        refusals.add(refusal(() -> old.getRequestBody().read()));
                        old.close();
                    }
                    kept.add(exchange);
                    byte[] content = exchange.getRequestBody().readAllBytes();
                    say(exchange, new String(content, StandardCharsets.UTF_8));
                });
                TestClient client = running.connect()) {
            for (String text : new String[] {"one", "two", "six"}) {
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n" + text);
                assertThat(client.readReply().text()).isEqualTo(text);
            }
        }
        assertThat(refusals).hasSize(6).doesNotContain("done");
    }

    private interface Use {
        void attempt() throws IOException;
    }

    private static String refusal(Use use) {
        try {
            use.attempt();
            return "done";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles")
    void ofTwoThreadsThatWriteOneIsRefused(Provided provided) throws Exception {
        Set<String> refusals = ConcurrentHashMap.newKeySet();
        CountDownLatch refused = new CountDownLatch(1);
        Consumer<String> refusal = message -> {
            refusals.add(message);
            refused.countDown();
        };
        try (Running running = provided.serving(exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    OutputStream out = exchange.getResponseBody();
                    FutureTask<Boolean> other = Eventually.begin(() -> {
                        for (int i = 0; i < 16; i++) {
                            writeInTheEnd(out, new byte[1 << 20], refusal); // blocks soon: its client does not read yet
                        }
                        return true;
                    });
                    while (refusals.isEmpty() && !other.isDone()) { // the other may be the one that is refused
                        try {
                            out.write(new byte[1]);
                        } catch (IOException e) {
                            refusal.accept(String.valueOf(e.getMessage()));
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
            Eventually.await(refused);
            assertThat(client.readReply().bytes()).hasSizeGreaterThanOrEqualTo(16 << 20);
        }
        assertThat(refusals).containsExactly("another thread is writing the response");
    }

    private static void writeInTheEnd(OutputStream out, byte[] part, Consumer<String> refusal) throws IOException {
        for (boolean written = false; !written; ) {
            try {
                out.write(part);
                written = true;
            } catch (IOException e) {
                refusal.accept(String.valueOf(e.getMessage()));
                if (!"another thread is writing the response".equals(e.getMessage())) {
                    throw e;
                }
            }
        }
    }

    /** With times for an exchange, which must not strike the connection after an exchange that never began. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void anExecutorThatRefusesEveryThirdTaskCostsNobodyHisConnection(Architecture architecture) throws Exception {
        refuseEveryThird(architecture, new RejectedExecutionException("full"), 503);
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void anExecutorThatFailsIs500AndCostsNobodyHisConnection(Architecture architecture) throws Exception {
        refuseEveryThird(architecture, new OutOfMemoryError("unable to create native thread"), 500);
    }

    private static void refuseEveryThird(Architecture architecture, Throwable refusal, int status) throws Exception {
        Duration brief = Duration.ofMillis(500);
        JdkHttpOptions options = JdkHttpOptions.defaults().withTimes(brief, brief);
        HttpServer server = new HeddleHttpServerProvider(
                        options.withServer(options.server().withArchitecture(architecture)))
                .createHttpServer(Provided.anyPort(), 0);
        AtomicInteger tasks = new AtomicInteger();
        server.setExecutor(refusing(tasks, refusal));
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
            assertThat(HeddleHttpServerProvider.behind(server).stats().connectionsOpen())
                    .isEqualTo(1);
        }
    }

    private static Executor refusing(AtomicInteger tasks, Throwable refusal) {
        return task -> {
            if (tasks.incrementAndGet() % 3 != 0) {
                Thread.ofVirtual().start(task);
                return;
            }
            switch (refusal) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalArgumentException(refusal);
            }
        };
    }
}
