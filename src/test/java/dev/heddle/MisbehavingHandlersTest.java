package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.bytes.Ascii;
import dev.heddle.http.BodyOutput;
import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.support.Dialect;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.Subject;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a handler does, its own client is told, and no other notices. */
@Timeout(60)
class MisbehavingHandlersTest {
    private final RecordingEvents events = new RecordingEvents();

    static Stream<Subject> subjects() {
        return Subject.all();
    }

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    @AfterEach
    void nothingFailedInHeddleItself() {
        assertThat(events.ownFailures()).isEmpty();
    }

    /** A class that cannot be initialised, as one whose configuration is missing. */
    private static final class Unusable {
        static final int VALUE = Integer.parseInt("none");
    }

    @BeforeAll
    static void findItUnusable() {
        assertThatThrownBy(() -> assertThat(Unusable.VALUE).isZero()).isInstanceOf(ExceptionInInitializerError.class);
    }

    private static int endless(int depth) {
        return depth < 0 ? 0 : endless(depth + 1) + 1;
    }

    private static String misbehave(String text) throws Exception {
        return switch (text) {
            case "memory" -> String.valueOf(new long[Integer.MAX_VALUE].length);
            case "stack" -> String.valueOf(endless(0));
            case "class" -> String.valueOf(Unusable.VALUE);
            case "assertion" -> throw new AssertionError("on purpose");
            case "checked" -> throw new Exception("on purpose");
            default -> text;
        };
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void handlerThatThrowsAnErrorGets500AndOthersAreServed(Subject subject) throws Exception {
        Dialect dialect = subject.dialect();
        List<String> bad = List.of("memory", "stack", "class", "assertion", "checked");
        try (Server server = subject.server(MisbehavingHandlersTest::misbehave)
                        .events(events)
                        .start();
                TestClient client = TestClient.connect(server);
                TestClient other = TestClient.connect(server)) {
            for (String each : bad) {
                assertThat(dialect.ask(client, each)).as(each).isEqualTo(Dialect.FAILED);
                assertThat(dialect.ask(other, "fine")).isEqualTo("fine");
                assertThat(dialect.ask(client, "fine")).isEqualTo("fine");
            }
            Eventually.await("no message is left", () -> server.stats().inFlight() == 0);
        }
        assertThat(events.handlerFailures())
                .hasExactlyElementsOfTypes(
                        OutOfMemoryError.class,
                        StackOverflowError.class,
                        NoClassDefFoundError.class,
                        AssertionError.class,
                        Exception.class);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void outputKeptAfterItsResponseCannotWriteIntoAnother(Architecture architecture) throws Exception {
        Queue<BodyOutput> kept = new ConcurrentLinkedQueue<>();
        Queue<String> refusals = new ConcurrentLinkedQueue<>();
        Handler handler = request -> Response.stream("text/plain", out -> {
            for (BodyOutput old : kept) {
                try {
                    old.write(Ascii.bytes("from another response"));
                } catch (IOException e) {
                    refusals.add(String.valueOf(e.getMessage()));
                }
                old.flush();
            }
            kept.add(out);
            out.write(Ascii.bytes("mine"));
        });
        try (Server server = started(architecture, handler);
                TestClient client = TestClient.connect(server)) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("").text()).isEqualTo("mine");
            }
        }
        assertThat(refusals).hasSize(6).containsOnly("the response has ended");
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void twoThreadsWritingOneResponseNeverMixTheirOutput(Architecture architecture) throws Exception {
        byte[] part = new byte[1 << 20];
        Queue<String> refusals = new ConcurrentLinkedQueue<>();
        CountDownLatch refused = new CountDownLatch(1);
        Handler handler = request -> request.path().equals("/fine")
                ? Response.text("fine")
                : Response.stream("text/plain", out -> {
                    FutureTask<Boolean> other = Eventually.begin(() -> {
                        for (int i = 0; i < 64; i++) {
                            writeInTheEnd(out, part); // blocks soon: its client does not read
                        }
                        return true;
                    });
                    while (refusals.isEmpty() && !other.isDone()) {
                        try {
                            out.flush();
                        } catch (IOException e) {
                            refusals.add(String.valueOf(e.getMessage()));
                        }
                    }
                    refused.countDown();
                });
        try (Server server = started(architecture, handler);
                TestClient client = TestClient.connectWithReceiveBuffer(server, 8192);
                TestClient bystander = TestClient.connect(server)) {
            client.send(Dialect.HTTP.phrase("two"));
            Eventually.await(refused);
            assertThat(refusals).containsExactly("another thread is writing the response");
            // Behind what the other thread has begun nothing can be written: the client sees that it is not whole.
            Eventually.await("it is cut", () -> server.stats().connectionsOpen() == 1);
            assertThat(bystander.get("fine").text()).isEqualTo("fine");
            Eventually.await("it was reported", () -> !events.handlerFailures().isEmpty());
        }
        assertThat(events.handlerFailures())
                .singleElement()
                .asString()
                .contains("another thread is still writing the response");
    }

    private static void writeInTheEnd(OutputStream out, byte[] part) throws IOException {
        for (boolean written = false; !written; ) {
            try {
                out.write(part);
                written = true;
            } catch (IOException e) {
                if (!"another thread is writing the response".equals(e.getMessage())) {
                    throw e;
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void bodyCanBeHandedToAnotherThreadThatTheHandlerWaitsFor(Architecture architecture) throws Exception {
        Handler handler = request -> {
            byte[] content =
                    Eventually.result(Eventually.begin(() -> request.body().readAllBytes()));
            return Response.stream(
                    "text/plain",
                    out -> Eventually.result(Eventually.begin(() -> {
                        out.write(content);
                        return true;
                    })));
        };
        try (Server server = started(architecture, handler);
                TestClient client = TestClient.connect(server)) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello" + Dialect.HTTP.phrase(""));
            assertThat(client.readReply().text()).isEqualTo("hello");
            assertThat(client.readReply().text()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void bodyStillReadByAnotherThreadIsNeverTakenForRequests(Architecture architecture) throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        Handler handler = request -> {
            seen.add(request.path());
            if (request.contentLength() > 0) {
                InputStream content = request.body();
                assertThat(content.read()).isEqualTo('a');
                Thread other = Thread.ofPlatform().daemon().start(() -> readQuietly(content));
                Eventually.await("it waits for the client", () -> isInside(other, "dev.heddle.net.Connection"));
            }
            return Response.text("answered");
        };
        try (Server server = started(architecture, handler);
                TestClient client = TestClient.connect(server);
                TestClient bystander = TestClient.connect(server)) {
            client.send("POST /first HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\na");
            HttpReply reply = client.readReply();
            assertThat(reply.text()).isEqualTo("answered");
            try {
                client.send(Dialect.HTTP.phrase("inside-the-content").repeat(3));
            } catch (IOException e) {
                // It is closed already.
            }
            Eventually.await("it is closed", () -> server.stats().connectionsOpen() == 1);
            assertThat(bystander.get("fine").text()).isEqualTo("answered");
        }
        // What looks like requests was content of the first one, whoever has read it.
        assertThat(seen).containsExactly("/first", "/fine");
    }

    private static void readQuietly(InputStream content) {
        try {
            content.readAllBytes();
        } catch (IOException e) {
            // Its connection was closed, as it should be.
        }
    }

    private static boolean isInside(Thread thread, String className) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(className));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void requestKeptAfterItsResponseShowsNothingOfAnother(Architecture architecture) throws Exception {
        Queue<Request> kept = new ConcurrentLinkedQueue<>();
        Handler handler = request -> {
            kept.add(request);
            return Response.text(new String(request.body().readAllBytes(), StandardCharsets.UTF_8));
        };
        try (Server server = started(architecture, handler);
                TestClient client = TestClient.connect(server)) {
            for (String secret : List.of("one", "two", "six")) {
                client.send("POST /" + secret + " HTTP/1.1\r\nHost: h\r\nX: " + secret + "\r\nContent-Length: 3\r\n\r\n"
                        + secret);
                assertThat(client.readReply().text()).isEqualTo(secret);
            }
            client.send("POST /last HTTP/1.1\r\nHost: h\r\nX: last\r\nContent-Length: 100\r\n\r\nlast");
            Eventually.await("the last one is being handled", () -> kept.size() == 4);
            Request first = kept.remove();
            assertThat(first.path()).isEqualTo("/one");
            assertThat(first.headers().first("X")).hasValue("one");
            assertThat(first.body().read()).isEqualTo(-1);
        }
    }

    private Server started(Architecture architecture, Handler handler) throws IOException {
        return Server.http(handler).architecture(architecture).events(events).start();
    }
}
