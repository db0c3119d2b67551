package dev.heddle.jdkhttp;

import static dev.heddle.jdkhttp.JdkContractServerTest.say;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.jdkhttp.Provided.Running;
import dev.heddle.options.Architecture;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * With {@code heddle.relax=jdk} a program written for the JDK's own server sees what that server would have done, but for the
 * differences that docs/jdkhttp.md marks as not to be relaxed.
 */
@Timeout(60)
class RelaxedLikeJdkTest {
    private static final Path PAGE = Path.of("docs/jdkhttp.md");
    private static final String CLOSED = "closed without a complete response";
    private static final String HOST = "Host: h\r\n";

    /** Something that a client does with a server, or a program with the API. */
    private interface Program {
        /** Returns what was seen, as text. */
        String run(Provided provided) throws Exception;
    }

    /** A program with its name. */
    record Case(String name, Program program) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Provided heddle(Set<Relaxation> relaxations) {
        return new Provided("heddle", new HeddleHttpServerProvider(JdkHttpOptions.relaxed(relaxations)));
    }

    private static Provided relaxed() {
        return heddle(Relaxation.named("jdk"));
    }

    // ---- what a handler sees and a client gets

    private static void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        say(
                exchange,
                exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + exchange.getProtocol() + " "
                        + exchange.getRequestHeaders()
                                .getOrDefault("X-a", List.of())
                                .size() + " " + body.length);
    }

    /** The responses to these bytes, as many as there are requests, or how the connection ended. */
    private static Program sends(HttpHandler handler, int requests, String bytes) {
        return provided -> {
            try (Running running = provided.serving(handler);
                    TestClient client = running.connect()) {
                return responses(client.send(bytes), requests);
            }
        };
    }

    private static Program sends(String bytes) {
        return sends(RelaxedLikeJdkTest::echo, 1, bytes);
    }

    private static String responses(TestClient client, int requests) {
        StringBuilder seen = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            try {
                HttpReply reply = client.readReply();
                // The text of an error page is each server's own.
                seen.append(reply.status())
                        .append(' ')
                        .append(reply.status() < 300 ? reply.text() : "")
                        .append('\n');
            } catch (SocketTimeoutException e) {
                throw new AssertionError("neither a response nor an end", e);
            } catch (IOException e) {
                seen.append(CLOSED).append('\n');
            }
        }
        return seen.toString();
    }

    private static HttpHandler failing(RuntimeException failure) {
        return exchange -> {
            throw failure;
        };
    }

    private static String manyHeaders(int count, boolean distinct) {
        return IntStream.range(0, count)
                .mapToObj(i -> (distinct ? "X-" + i : "X-A") + ": " + i + "\r\n")
                .collect(Collectors.joining());
    }

    /** The requests and programs that both servers treat alike. */
    static Stream<Case> alike() {
        return Stream.of(
                new Case("plain", sends("GET /a?b=c%20d HTTP/1.1\r\n" + HOST + "\r\n")),
                new Case(
                        "large head", sends("GET /a HTTP/1.1\r\n" + HOST + "X-A: " + "x".repeat(100_000) + "\r\n\r\n")),
                new Case("large request line", sends("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n" + HOST + "\r\n")),
                new Case("repeated headers", sends("GET / HTTP/1.1\r\n" + HOST + manyHeaders(300, false) + "\r\n")),
                new Case("many headers", sends("GET / HTTP/1.1\r\n" + HOST + manyHeaders(199, true) + "\r\n")),
                new Case("unknown expectation", sends("GET / HTTP/1.1\r\n" + HOST + "Expect: wonders\r\n\r\n")),
                new Case("HTTP/1.0", sends("GET / HTTP/1.0\r\n\r\n")),
                new Case("no context", provided -> {
                    HttpServer server = provided.create();
                    server.createContext("/known", RelaxedLikeJdkTest::echo);
                    server.start();
                    try (Running running = new Running(server);
                            TestClient client = running.connect()) {
                        return responses(client.send("GET /other HTTP/1.1\r\n" + HOST + "\r\n"), 1);
                    }
                }),
                new Case(
                        "body",
                        sends("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000))),
                new Case(
                        "chunked body",
                        sends("POST / HTTP/1.1\r\n" + HOST
                                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")),
                new Case(
                        "body beyond a GiB, not read",
                        sends(
                                RelaxedLikeJdkTest::sayAtOnce,
                                1,
                                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5000000000\r\n\r\n"
                                        + "x".repeat(65_536))),
                new Case(
                        "pipelined",
                        sends(RelaxedLikeJdkTest::echo, 3, ("GET / HTTP/1.1\r\n" + HOST + "\r\n").repeat(3))),
                new Case(
                        "unread body before the next request",
                        sends(
                                RelaxedLikeJdkTest::sayAtOnce,
                                2,
                                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\nbodyGET / HTTP/1.1\r\n" + HOST
                                        + "\r\n")),
                new Case(
                        "content-length not a number",
                        sends("POST / HTTP/1.1\r\n" + HOST + "Content-Length: many\r\n\r\n")),
                new Case(
                        "two framings",
                        sends("POST / HTTP/1.1\r\n" + HOST
                                + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")),
                new Case("unknown coding", sends("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: gzip\r\n\r\n")),
                new Case("handler that fails", sends(failing(new IllegalStateException("on purpose")), 1, get())),
                new Case(
                        "handler that fails with a body unread",
                        sends(
                                failing(new IllegalStateException("on purpose")),
                                1,
                                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\nbody")),
                new Case(
                        "handler that fails to do its I/O",
                        sends(
                                exchange -> {
                                    throw new IOException("on purpose");
                                },
                                1,
                                get())),
                new Case(
                        "handler that fails inside its try",
                        sends(
                                exchange -> {
                                    try (exchange) {
                                        throw new IOException("on purpose");
                                    }
                                },
                                1,
                                get())),
                new Case(
                        "handler that fails after the head",
                        sends(
                                exchange -> {
                                    exchange.sendResponseHeaders(200, 5);
                                    throw new IOException("on purpose");
                                },
                                1,
                                get())),
                new Case(
                        "handler that fails after parts of its response",
                        sends(
                                exchange -> {
                                    exchange.sendResponseHeaders(200, 0);
                                    exchange.getResponseBody().write(1);
                                    exchange.getResponseBody().flush();
                                    throw new IOException("on purpose");
                                },
                                1,
                                get())),
                new Case("handler that closes", sends(HttpExchange::close, 1, get())),
                new Case("filter that fails", RelaxedLikeJdkTest::filterThatFails),
                new Case("authenticator that fails", RelaxedLikeJdkTest::authenticatorThatFails),
                new Case("executor that rejects", RelaxedLikeJdkTest::executorThatRejects),
                new Case("executor that fails", RelaxedLikeJdkTest::executorThatFails),
                new Case("stop while a handler runs on", RelaxedLikeJdkTest::stopWaitsForHandler),
                new Case("misuse of contexts", RelaxedLikeJdkTest::misuseOfContexts));
    }

    private static String get() {
        return "GET / HTTP/1.1\r\n" + HOST + "\r\n";
    }

    private static void sayAtOnce(HttpExchange exchange) throws IOException {
        say(exchange, "at once");
    }

    // ---- programs with more than a handler

    /** Sets up a server that is not started. */
    private interface Setup {
        void accept(HttpServer server);
    }

    private static String ask(Provided provided, Setup setup) throws Exception {
        HttpServer server = provided.create();
        setup.accept(server);
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            return responses(client.send(get()), 1);
        }
    }

    private static String filterThatFails(Provided provided) throws Exception {
        return ask(
                provided,
                server -> server.createContext("/", RelaxedLikeJdkTest::echo)
                        .getFilters()
                        .add(new Filter() {
                            @Override
                            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                                throw new IOException("on purpose");
                            }

                            @Override
                            public String description() {
                                return "fails";
                            }
                        }));
    }

    private static String authenticatorThatFails(Provided provided) throws Exception {
        return ask(
                provided,
                server -> server.createContext("/", RelaxedLikeJdkTest::echo).setAuthenticator(new Authenticator() {
                    @Override
                    public Result authenticate(HttpExchange exchange) {
                        throw new IllegalStateException("on purpose");
                    }
                }));
    }

    private static String executorThatRejects(Provided provided) throws Exception {
        return ask(provided, server -> {
            server.createContext("/", RelaxedLikeJdkTest::echo);
            server.setExecutor(task -> {
                throw new RejectedExecutionException("on purpose");
            });
        });
    }

    private static String executorThatFails(Provided provided) throws Exception {
        return ask(provided, server -> {
            server.createContext("/", RelaxedLikeJdkTest::echo);
            server.setExecutor(task -> {
                throw new IllegalStateException("on purpose");
            });
        });
    }

    /** Whether the handler had returned when stop did. */
    private static String stopWaitsForHandler(Provided provided) throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch mayReturn = new CountDownLatch(1);
        AtomicBoolean returned = new AtomicBoolean();
        Running running = provided.serving(exchange -> {
            say(exchange, "early");
            closed.countDown();
            try {
                Eventually.await(mayReturn);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            returned.set(true);
        });
        try (TestClient client = running.connect()) {
            client.send(get());
            Eventually.await(closed);
            FutureTask<Boolean> returnedBefore = Eventually.begin(() -> {
                running.server().stop(0);
                return returned.get();
            });
            Eventually.await(
                    "stop has returned, or its thread waits for the handler",
                    () -> returnedBefore.isDone() || waitsForHandler());
            mayReturn.countDown();
            return "handler had returned: " + Eventually.result(returnedBefore);
        }
    }

    /** Whether a thread is where Heddle waits for running handlers, or where the JDK's server waits for its dispatcher. */
    private static boolean waitsForHandler() {
        return Thread.getAllStackTraces().values().stream()
                .map(stack -> Arrays.stream(stack)
                        .map(StackTraceElement::getMethodName)
                        .toList())
                .anyMatch(methods -> methods.contains("stop")
                        && (methods.contains("awaitRunningHandlers") || methods.contains("join")));
    }

    private static String misuseOfContexts(Provided provided) throws Exception {
        HttpServer server = provided.create();
        List<Runnable> misuses = List.of(
                () -> server.createContext(""),
                () -> server.createContext("a"),
                () -> server.removeContext("/never"),
                () -> {
                    server.createContext("/twice");
                    server.createContext("/twice");
                });
        String seen = misuses.stream().map(RelaxedLikeJdkTest::failureOf).collect(Collectors.joining("\n"));
        server.stop(0);
        return seen;
    }

    /** What Heddle says in addition comes after a colon. */
    private static String failureOf(Runnable misuse) {
        try {
            misuse.run();
            return "nothing";
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName() + " "
                    + String.valueOf(e.getMessage()).split(":", 2)[0];
        }
    }

    @ParameterizedTest
    @MethodSource("alike")
    void relaxedServerDoesAsTheJdks(Case both) throws Exception {
        String jdks = both.program().run(Provided.jdks());
        for (Architecture architecture : Architecture.all()) {
            JdkHttpOptions options = JdkHttpOptions.relaxed(Relaxation.named("jdk"));
            ServerOptions server = options.server().withArchitecture(architecture);
            Provided relaxed =
                    new Provided(architecture.label(), new HeddleHttpServerProvider(options.withServer(server)));
            assertThat(both.program().run(relaxed)).as(architecture.label()).isEqualTo(jdks);
        }
    }

    // ---- one by one

    /** A program that shows a relaxation; the JDK's server before 21.0.13 accepts a missing Host, too, and the later ones when told to. */
    private static Case shows(Relaxation relaxation) {
        return switch (relaxation) {
            case MISSING_HOST -> new Case("200 GET /a HTTP/1.1 0 0\n", sends("GET /a HTTP/1.1\r\n\r\n"));
            case HEAD_SIZE ->
                new Case(
                        "200 GET /a HTTP/1.1 1 0\n",
                        sends("GET /a HTTP/1.1\r\n" + HOST + "X-A: " + "x".repeat(100_000) + "\r\n\r\n"));
            case REPEATED_HEADERS ->
                new Case(
                        "200 GET / HTTP/1.1 300 0\n",
                        sends("GET / HTTP/1.1\r\n" + HOST + manyHeaders(300, false) + "\r\n"));
            case BODY_SIZE ->
                new Case(
                        "200 at once\n",
                        sends(
                                RelaxedLikeJdkTest::sayAtOnce,
                                1,
                                "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5000000000\r\n\r\n"));
            case SLOW_CLIENTS ->
                new Case(
                        "no deadline",
                        provided -> provided.provider() instanceof HeddleHttpServerProvider ? deadlines(provided) : "");
            case UNKNOWN_EXPECTATION ->
                new Case("200 GET / HTTP/1.1 0 0\n", sends("GET / HTTP/1.1\r\n" + HOST + "Expect: wonders\r\n\r\n"));
            case FAILURE_CLOSES ->
                new Case(CLOSED + "\n", sends(failing(new IllegalStateException("on purpose")), 1, get()));
            case STOP_WAITS -> new Case("handler had returned: true", RelaxedLikeJdkTest::stopWaitsForHandler);
        };
    }

    /** To wait for a deadline that never comes would take forever. */
    private static String deadlines(Provided provided) throws IOException {
        HttpServer server = provided.create();
        Timeouts timeouts = HeddleHttpServerProvider.serverOf(server).options().timeouts();
        server.stop(0);
        return timeouts.head().isZero()
                        && timeouts.body().isZero()
                        && timeouts.write().isZero()
                ? "no deadline"
                : "deadlines";
    }

    @ParameterizedTest
    @EnumSource
    void eachRelaxationAloneDoesWhatItSays(Relaxation relaxation) throws Exception {
        Case shown = shows(relaxation);
        assertThat(shown.program().run(heddle(Set.of(relaxation)))).isEqualTo(shown.name());
        Set<Relaxation> others = EnumSet.complementOf(EnumSet.of(relaxation));
        assertThat(shown.program().run(heddle(others))).isNotEqualTo(shown.name());
    }

    // ---- what stays

    /** Requests that two readers may take for different ones, and their beginnings in the table of differences. */
    static Stream<Case> smuggling() {
        return Stream.of(
                new Case("two Host headers", sends("GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n")),
                new Case("a folded header", sends("GET / HTTP/1.1\r\n" + HOST + "X-A: a\r\n b\r\n\r\n")),
                new Case("NUL in a value", sends("GET / HTTP/1.1\r\n" + HOST + "X-A: a\0b\r\n\r\n")),
                new Case("signed length", sends("POST / HTTP/1.1\r\n" + HOST + "Content-Length: +3\r\n\r\nabc")),
                new Case(
                        "length beyond any number",
                        sends("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 99999999999999999999\r\n\r\nabc")),
                new Case(
                        "chunk of 2^64 bytes",
                        sends("POST / HTTP/1.1\r\n" + HOST
                                + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n")),
                new Case(
                        "empty chunk size",
                        sends("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n\r\n\r\n")),
                new Case(
                        "chunked in HTTP/1.0", sends("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")),
                new Case(
                        "space before the colon",
                        sends("POST / HTTP/1.1\r\n" + HOST + "Content-Length : 3\r\n\r\nabc")),
                new Case("bare LF", sends("GET / HTTP/1.1\nHost: h\n\n")),
                new Case("another version", sends("GET / HTTP/9.9\r\n" + HOST + "\r\n")),
                new Case("another host's path", sends("GET //x/y HTTP/1.1\r\n" + HOST + "\r\n")));
    }

    /** A fault in a body is its handler's failure, and closes the connection. */
    @ParameterizedTest
    @MethodSource("smuggling")
    void whatTwoReadersMayTakeDifferentlyIsRejectedHoweverRelaxed(Case rejected) throws Exception {
        String seen = rejected.program().run(relaxed());
        assertThat(List.of("400 \n", "413 \n", "505 \n", CLOSED + "\n")).contains(seen);
    }

    /** The JDK's server reads its size as 0, and what follows as the next request. */
    @Test
    void whatFollowsAHugeChunkSizeIsContentAndNoRequest() throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        HttpHandler handler = exchange -> {
            seen.add(exchange.getRequestURI().toString());
            echo(exchange);
        };
        try (Running running = relaxed().serving(handler);
                TestClient client = running.connect()) {
            client.send("POST /first HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n100000000\r\n"
                            + "GET /second HTTP/1.1\r\n" + HOST + "\r\n")
                    .endSending();
            assertThat(responses(client, 1)).isEqualTo(CLOSED + "\n");
        }
        assertThat(seen).containsExactly("/first");
    }

    // ---- the page

    /** Every row of the table of differences says what relaxes it: names of relaxations or of properties, or none. */
    @Test
    void everyRowOfTheDifferencesSaysWhatRelaxesIt() throws IOException {
        String page = Files.readString(PAGE);
        String differences =
                page.substring(page.indexOf("### Parsing and limits"), page.indexOf("What is deliberately missing"));
        Set<String> known = Stream.concat(
                        Arrays.stream(Relaxation.values()).map(Relaxation::label), JdkHttpOptions.properties().stream())
                .collect(Collectors.toSet());
        List<String> rows = differences
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what "))
                .toList();
        Set<String> named = new HashSet<>();
        assertThat(rows).hasSizeGreaterThan(40).allSatisfy(row -> {
            String last = row.substring(row.lastIndexOf("| ", row.length() - 2) + 2, row.length() - 2);
            if (!last.equals("none")) {
                for (String name : last.split(", ", -1)) {
                    String bare = name.replace("`", "").split("=", 2)[0];
                    assertThat(known).contains(bare);
                    named.add(bare);
                }
            }
        });
        assertThat(named)
                .containsAll(Arrays.stream(Relaxation.values())
                        .map(Relaxation::label)
                        .toList());
    }

    @Test
    void everyPropertyIsOnThePage() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(JdkHttpOptions.properties().stream()
                        .map(name -> "`" + name + "`")
                        .toList());
    }
}
