package dev.heddle.jdkhttp;

import static dev.heddle.jdkhttp.JdkContractServerTest.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import com.sun.net.httpserver.HttpServer;
import dev.heddle.jdkhttp.Provided.Running;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Javadoc promises of HttpExchange, Filter and Authenticator, checked on Heddle's provider and on the JDK's. */
@Timeout(30)
class JdkContractExchangeTest {
    private static final String POST =
            "POST /a?b=c HTTP/1.1\r\nHost: h\r\nX-Many: 1\r\nx-many: 2\r\nContent-Length: 4\r\n\r\nbody";

    /** Runs in the handler; the test fails with what it throws. */
    private interface Check {
        void run(HttpExchange exchange) throws Exception;
    }

    private static HttpReply post(Provided provided, Check check) throws Exception {
        return ask(provided, check)
                .orElseThrow(() -> new AssertionError("connection closed without a complete response"));
    }

    /** The response; empty if the connection was closed before all of it was received. */
    private static Optional<HttpReply> ask(Provided provided, Check check) throws Exception {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (Running running = provided.serving(exchange -> {
                    try {
                        check.run(exchange);
                    } catch (Throwable e) {
                        failures.add(e);
                        throw new IOException(e);
                    }
                });
                TestClient client = running.connect()) {
            Optional<HttpReply> reply;
            try {
                reply = Optional.of(client.send(POST).readReply());
            } catch (EOFException | SocketException e) {
                reply = Optional.empty();
            }
            assertThat(failures).isEmpty();
            return reply;
        }
    }

    private static void assertAborted(Optional<HttpReply> reply) {
        assertThat(reply)
                .matches(seen -> seen.isEmpty()
                        || (seen.get().status() == 500 && seen.get().closes()));
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void requestIsSeenAsSent(Provided provided) throws Exception {
        HttpReply reply = post(provided, exchange -> {
            assertThat(exchange.getRequestMethod()).isEqualTo("POST");
            assertThat(exchange.getRequestURI().toString()).isEqualTo("/a?b=c");
            assertThat(exchange.getProtocol()).isEqualTo("HTTP/1.1");
            assertThat(exchange.getRequestHeaders().get("x-MANY")).containsExactly("1", "2");
            assertThat(exchange.getRequestHeaders().getFirst("Host")).isEqualTo("h");
            assertThatThrownBy(() -> exchange.getRequestHeaders().set("a", "b"))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThat(exchange.getRemoteAddress().getAddress().isLoopbackAddress())
                    .isTrue();
            assertThat(exchange.getLocalAddress())
                    .isEqualTo(exchange.getHttpContext().getServer().getAddress());
            assertThat(exchange.getRequestBody()).isSameAs(exchange.getRequestBody());
            assertThat(exchange.getResponseBody()).isSameAs(exchange.getResponseBody());
            assertThat(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("body");
            assertThat(exchange.getPrincipal()).isNull();
            assertThat(exchange.getResponseCode()).isEqualTo(-1);
            exchange.getResponseHeaders().add("X-A", "1");
            exchange.getResponseHeaders().add("x-a", "2");
            exchange.sendResponseHeaders(201, -1);
            assertThat(exchange.getResponseCode()).isEqualTo(201);
        });
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.headers()).containsSubsequence("X-a: 1", "X-a: 2");
        assertThat(reply.header("content-length")).isEqualTo("0");
        assertThat(reply.header("date")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void positiveLengthIsSentAsContentLength(Provided provided) throws Exception {
        HttpReply reply = post(provided, exchange -> {
            assertThatThrownBy(() -> exchange.getResponseBody().write(1)).isInstanceOf(IOException.class);
            exchange.sendResponseHeaders(200, 3);
            assertThatThrownBy(() -> exchange.sendResponseHeaders(200, 3)).isInstanceOf(IOException.class);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().write(new byte[] {'b', 'c'});
            exchange.getResponseBody().close();
            assertThatThrownBy(() -> exchange.getResponseBody().write(1)).isInstanceOf(IOException.class);
            exchange.getResponseBody().close();
            exchange.close();
        });
        assertThat(reply.text()).isEqualTo("abc");
        assertThat(reply.header("content-length")).isEqualTo("3");
        assertThat(reply.header("transfer-encoding")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void lengthZeroIsChunked(Provided provided) throws Exception {
        String text = "x".repeat(20_000);
        HttpReply reply = post(provided, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        });
        assertThat(reply.text()).isEqualTo(text);
        assertThat(reply.header("transfer-encoding")).isEqualTo("chunked");
        assertThat(reply.header("content-length")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void negativeLengthSendsNoBodyAndEndsExchange(Provided provided) throws Exception {
        HttpReply reply = post(provided, exchange -> {
            exchange.sendResponseHeaders(200, -1);
            assertThatThrownBy(() -> exchange.getResponseBody().write(new byte[1]))
                    .isInstanceOf(IOException.class);
        });
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-length")).isEqualTo("0");
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles") // the JDK's leaves the connection open and the client waiting
    void shortBodyThrowsOnCloseAndClosesConnection(Provided provided) throws Exception {
        Optional<HttpReply> reply = ask(provided, exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write('a');
            assertThatThrownBy(() -> exchange.getResponseBody().close()).isInstanceOf(IOException.class);
        });
        assertAborted(reply);
    }

    /** The JDK's server writes nothing of the array, and closes; Heddle writes what was declared, and closes. */
    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void overlongBodyThrowsOnWriteAndClosesConnection(Provided provided) throws Exception {
        Optional<HttpReply> reply = ask(provided, exchange -> {
            exchange.sendResponseHeaders(200, 3);
            assertThatThrownBy(() -> exchange.getResponseBody().write("abcd".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IOException.class);
            exchange.close();
        });
        if (provided.isJdk()) {
            assertAborted(reply);
        } else {
            assertThat(reply.orElseThrow().text()).isEqualTo("abc");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void anotherThreadCanEndExchange(Provided provided) throws Exception {
        BlockingQueue<FutureTask<?>> later = new LinkedBlockingQueue<>();
        HttpReply reply = post(provided, exchange -> {
            Callable<Object> task = () -> {
                say(exchange, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                return "done";
            };
            later.add(Eventually.begin(task));
        });
        assertThat(reply.text()).isEqualTo("body");
        // The reply may arrive before the handler has enqueued the task.
        assertThat(Eventually.result(later.take())).isEqualTo("done");
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void closeWithoutResponseClosesConnection(Provided provided) throws Exception {
        assertThat(ask(provided, HttpExchange::close)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void readFromClosedRequestStreamThrows(Provided provided) throws Exception {
        HttpReply reply = post(provided, exchange -> {
            exchange.getRequestBody().close();
            assertThatThrownBy(() -> exchange.getRequestBody().read()).isInstanceOf(IOException.class);
            say(exchange, "fine");
        });
        assertThat(reply.text()).isEqualTo("fine");
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void connectionCloseFromHandlerClosesConnection(Provided provided) throws Exception {
        HttpReply reply = post(provided, exchange -> {
            exchange.getResponseHeaders().set("Connection", "close");
            say(exchange, "bye");
        });
        assertThat(reply.closes()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void headAnd304KeepContentLengthOfHandler(Provided provided) throws Exception {
        try (Running running = provided.serving(exchange -> {
                    boolean head = exchange.getRequestMethod().equals("HEAD");
                    exchange.getResponseHeaders().set("Content-Length", "7");
                    exchange.sendResponseHeaders(head ? 200 : 304, -1);
                });
                TestClient client = running.connect()) {
            for (String request : List.of("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r\n")) {
                client.send(request);
                String head = client.readLine();
                boolean found = false;
                for (String line = client.readLine(); !line.isEmpty(); line = client.readLine()) {
                    found |= line.equalsIgnoreCase("Content-Length: 7");
                }
                assertThat(found).as(head).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void attributesAreScopedAsInRunningJdk(Provided provided) throws Exception {
        HttpReply reply = post(provided, exchange -> {
            assertThatThrownBy(() -> exchange.getAttribute(null)).isInstanceOf(NullPointerException.class);
            assertThatThrownBy(() -> exchange.setAttribute(null, "")).isInstanceOf(NullPointerException.class);
            exchange.setAttribute("a", "1");
            assertThat(exchange.getAttribute("a")).isEqualTo("1");
            boolean shared = Runtime.version().feature() < 26;
            assertThat(exchange.getHttpContext().getAttributes().containsKey("a"))
                    .isEqualTo(shared);
            exchange.setAttribute("a", null);
            assertThat(exchange.getAttribute("a")).isNull();
            say(exchange, "fine");
        });
        assertThat(reply.text()).isEqualTo("fine");
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void filtersRunInOrderAndCanWrapStreams(Provided provided) throws Exception {
        HttpServer server = provided.create();
        HttpContext context = server.createContext(
                "/",
                exchange ->
                        say(exchange, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        context.getFilters()
                .add(Filter.beforeHandler(
                        "first", exchange -> exchange.getResponseHeaders().set("X-Order", "1")));
        context.getFilters().add(Filter.beforeHandler("wraps", exchange -> {
            exchange.getResponseHeaders().add("X-Order", "2");
            InputStream other = new ByteArrayInputStream("other".getBytes(StandardCharsets.UTF_8));
            exchange.setStreams(other, new FilterOutputStream(exchange.getResponseBody()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    String upper = new String(bytes, offset, length, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
                    out.write(upper.getBytes(StandardCharsets.UTF_8));
                }
            });
        }));
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            HttpReply reply = client.send(POST).readReply();
            assertThat(reply.text()).isEqualTo("OTHER");
            assertThat(reply.headers()).containsSubsequence("X-order: 1", "X-order: 2");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void authenticatorRunsBeforeHandler(Provided provided) throws Exception {
        HttpServer server = provided.create();
        HttpContext context = server.createContext(
                "/", exchange -> say(exchange, exchange.getPrincipal().getUsername()));
        assertThat(context.setAuthenticator(new BasicAuthenticator("realm") {
                    @Override
                    public boolean checkCredentials(String user, String password) {
                        return user.equals("joe") && password.equals("secret");
                    }
                }))
                .isNull();
        assertThat(context.getAuthenticator()).isInstanceOf(BasicAuthenticator.class);
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            HttpReply rejected = client.send(POST).readReply();
            assertThat(rejected.status()).isEqualTo(401);
            assertThat(rejected.header("www-authenticate")).startsWith("Basic realm=\"realm\"");
            String credentials = "Authorization: Basic am9lOnNlY3JldA==\r\n";
            HttpReply reply = client.send("GET / HTTP/1.1\r\nHost: h\r\n" + credentials + "\r\n")
                    .readReply();
            assertThat(reply.text()).isEqualTo("joe");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles") // the JDK 25's pretends to send it
    void sendResponseHeadersAfterCloseThrows(Provided provided) throws Exception {
        Optional<HttpReply> reply = ask(provided, exchange -> {
            exchange.close();
            assertThatThrownBy(() -> exchange.sendResponseHeaders(200, 1)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> exchange.getResponseBody().write(1)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> exchange.getRequestBody().read()).isInstanceOf(IOException.class);
            exchange.close();
        });
        assertThat(reply).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void headAnd204HaveNoBody(Provided provided) throws Exception {
        try (Running running = provided.serving(exchange -> {
                    boolean head = exchange.getRequestMethod().equals("HEAD");
                    exchange.sendResponseHeaders(head ? 200 : 204, head ? 5 : -1);
                    assertThatThrownBy(() -> exchange.getResponseBody().write(new byte[5]))
                            .isInstanceOf(IOException.class);
                });
                TestClient client = running.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(headOf(client)).startsWith("HTTP/1.1 200");
                client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
                assertThat(headOf(client))
                        .startsWith("HTTP/1.1 204")
                        .doesNotContainIgnoringCase("Content-Length")
                        .doesNotContainIgnoringCase("Transfer-Encoding");
            }
        }
    }

    /** Reads the next head, and nothing after it. */
    private static String headOf(TestClient client) throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = client.readLine(); !line.isEmpty(); line = client.readLine()) {
            head.append(line).append('\n');
        }
        return head.toString();
    }

    private static String sendChunked(TestClient client) throws IOException {
        client.send("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int chunk = 0; chunk < 200; chunk++) {
            client.send("64\r\n" + "x".repeat(100) + "\r\n");
        }
        client.send("0\r\n\r\n");
        return "sent";
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void requestCanBeReadWhileAnotherThreadWritesResponse(Provided provided) throws Exception {
        String line = "0123456789abcdef".repeat(150);
        int lines = 200;
        HttpServer server = provided.create();
        server.setExecutor(task -> Thread.ofPlatform().daemon().start(task));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            FutureTask<Object> writing = Eventually.begin(() -> {
                for (int i = 0; i < lines; i++) {
                    exchange.getResponseBody().write(line.getBytes(StandardCharsets.US_ASCII));
                    exchange.getResponseBody().flush();
                }
                return "done";
            });
            byte[] some = new byte[100];
            while (exchange.getRequestBody().read(some) >= 0) {
                // In small parts: whenever the reader waits, the writer may be anywhere.
            }
            try (exchange) {
                Eventually.result(writing);
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
        server.start();
        try (Running running = new Running(server)) {
            for (int i = 0; i < 20; i++) {
                try (TestClient client = running.connect()) {
                    FutureTask<Object> sending = Eventually.begin(() -> sendChunked(client));
                    assertThat(client.readReply().text()).isEqualTo(line.repeat(lines));
                    Eventually.result(sending);
                }
            }
        }
    }

    private static Authenticator authenticator(Function<HttpExchange, Authenticator.@Nullable Result> result) {
        return new Authenticator() {
            @Override
            @SuppressWarnings("NullAway") // as a careless implementation does
            public Result authenticate(HttpExchange exchange) {
                return result.apply(exchange);
            }
        };
    }

    private static Running authenticated(Provided provided, Authenticator authenticator) throws IOException {
        HttpServer server = provided.create();
        server.createContext("/", exchange -> say(exchange, "seen by " + exchange.getPrincipal()))
                .setAuthenticator(authenticator);
        server.start();
        return new Running(server);
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void rejectedClientGetsStatusOfAuthenticatorAndCanRetry(Provided provided) throws Exception {
        Authenticator checking = authenticator(exchange -> {
            String credentials = exchange.getRequestHeaders().getFirst("Authorization");
            if (credentials == null) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Secret");
                return new Authenticator.Retry(401);
            }
            return credentials.equals("secret")
                    ? new Authenticator.Success(new HttpPrincipal("joe", "realm"))
                    : new Authenticator.Failure(403);
        });
        byte[] large = new byte[60_000];
        String head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 60000\r\n";
        try (Running running = authenticated(provided, checking);
                TestClient client = running.connect()) {
            HttpReply retry = client.send(head + "\r\n").send(large).readReply();
            assertThat(retry.status()).isEqualTo(401);
            assertThat(retry.header("www-authenticate")).isEqualTo("Secret");
            // A body of this length is read to its end, so that the connection can be kept.
            HttpReply failed =
                    client.send(head + "Authorization: x\r\n\r\n").send(large).readReply();
            assertThat(failed.status()).isEqualTo(403);
            client.send("GET / HTTP/1.1\r\nHost: h\r\nAuthorization: secret\r\n\r\n");
            assertThat(client.readReply().text()).isEqualTo("seen by realm:joe");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#heddles") // the JDK's never responds, or closes
    void authenticatorWithoutResultGives500AndKeepsConnection(Provided provided) throws Exception {
        Authenticator none = authenticator(exchange -> null);
        Authenticator other = authenticator(exchange -> new Authenticator.Result() {});
        Authenticator failing = authenticator(exchange -> {
            throw new IllegalStateException("on purpose");
        });
        for (Authenticator authenticator : List.of(none, other, failing)) {
            try (Running running = authenticated(provided, authenticator);
                    TestClient client = running.connect()) {
                assertThat(client.send(POST).readReply().status()).isEqualTo(500);
                assertThat(client.get("a").status()).isEqualTo(500);
            }
        }
    }

    private static Filter answeringClosed() {
        return new Filter() {
            @Override
            public String description() {
                return "answers /closed itself";
            }

            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                if (exchange.getRequestURI().getPath().equals("/closed")) {
                    say(exchange, "closed");
                } else {
                    chain.doFilter(exchange);
                }
            }
        };
    }

    @ParameterizedTest
    @MethodSource("dev.heddle.jdkhttp.Provided#all")
    void filterCanRespondItselfOrInspectResponse(Provided provided) throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        Filter guard = answeringClosed();
        Filter after = Filter.afterHandler(
                "after",
                exchange -> seen.add(exchange.getResponseCode()
                        + " "
                        + exchange.getRequestHeaders().getFirst("Host")
                        + " "
                        + exchange.getLocalAddress().getAddress().isLoopbackAddress()));
        Filter adapting = Filter.adaptRequest("adapts", request -> request.with("X-A", List.of("adapted")));
        HttpServer server = provided.create();
        HttpContext context = server.createContext(
                "/", exchange -> say(exchange, exchange.getRequestHeaders().getFirst("X-A")));
        context.getFilters().addAll(List.of(guard, after, adapting));
        server.start();
        try (Running running = new Running(server);
                TestClient client = running.connect()) {
            assertThat(client.get("open").text()).isEqualTo("adapted");
            assertThat(client.get("closed").text()).isEqualTo("closed");
            // getFilters() is the list in use, not a copy.
            context.getFilters().remove(guard);
            assertThat(client.get("closed").text()).isEqualTo("adapted");
            Eventually.await("the filter after the handler", () -> seen.size() == 2);
        }
        assertThat(seen).allMatch(line -> line.matches("200 [a-z0-9.:]+ true"));
    }
}
