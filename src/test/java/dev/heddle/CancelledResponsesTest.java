package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A handler that waits for events learns that its client has left, or that the server is closing. */
@Timeout(120)
class CancelledResponsesTest {
    /** Far longer than any wait of these tests: what ends before was told to end. */
    private static final Timeouts LONG_DRAIN =
            Timeouts.defaults().withDrain(Duration.ofMillis(100), Duration.ofMinutes(10));

    private static final String GET = "GET /events HTTP/1.1\r\nHost: h\r\n\r\n";
    private static final String LAST_GET = "GET /events HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    private static final String POST = "POST /events HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi";

    private final RecordingEvents events = new RecordingEvents();
    private final BlockingQueue<String> hub = new LinkedBlockingQueue<>();
    private final CountDownLatch unsubscribed = new CountDownLatch(1);

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private Server start(Architecture architecture, Handler handler) throws IOException {
        return Server.http(handler)
                .architecture(architecture)
                .timeouts(LONG_DRAIN)
                .events(events)
                .start();
    }

    @AfterEach
    void nothingFailed() {
        assertThat(events.handlerFailures()).isEmpty();
        assertThat(events.ownFailures()).isEmpty();
    }

    /** As in the documentation of {@code BodyWriter}, without the comment now and then: only being told wakes it. */
    private Response events(Request request) throws IOException {
        request.readBody(10);
        request.onCancel(() -> hub.add(""));
        return Response.stream("text/event-stream", out -> {
                    out.write("data: hello\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    while (!request.isCancelled()) {
                        String event = hub.take();
                        if (!event.isEmpty()) {
                            out.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
                            out.flush();
                        }
                    }
                    out.write("data: bye\n\n".getBytes(StandardCharsets.UTF_8));
                })
                .closing(unsubscribed::countDown);
    }

    private static void awaitFirstEvent(TestClient client) throws IOException {
        String line = client.readLine();
        while (!line.equals("data: hello")) {
            line = client.readLine();
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void closingServerEndsEventStreamsInOrder(Architecture architecture) throws Exception {
        for (String request : new String[] {GET, LAST_GET, POST}) {
            hub.clear();
            try (Server server = start(architecture, this::events);
                    TestClient client = TestClient.connect(server)) {
                client.send(request);
                awaitFirstEvent(client);
                FutureTask<Boolean> closed = Eventually.begin(server::shutdown);
                assertThat(client.readLine()).isEmpty();
                // The rest of the first chunk, the last event, the last chunk, and the end of the connection.
                assertThat(client.readLine()).isEmpty();
                assertThat(Integer.parseInt(client.readLine(), 16)).isEqualTo(11);
                assertThat(client.readLine()).isEqualTo("data: bye");
                assertThat(client.readLine()).isEmpty();
                assertThat(client.readLine()).isEmpty();
                assertThat(client.readLine()).isEqualTo("0");
                assertThat(client.readLine()).isEmpty();
                assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
                assertThat(Eventually.result(closed)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void handlerOfAClientThatLeavesIsTold(Architecture architecture) throws Exception {
        for (String request : new String[] {GET, LAST_GET, POST}) {
            for (boolean resets : new boolean[] {false, true}) {
                hub.clear();
                CountDownLatch closed = new CountDownLatch(1);
                try (Server server = start(architecture, asked -> events(asked).closing(closed::countDown))) {
                    TestClient client = TestClient.connect(server);
                    client.send(request);
                    awaitFirstEvent(client);
                    if (resets) {
                        client.reset();
                    } else {
                        client.close();
                    }
                    Eventually.await(closed);
                    Eventually.await("the connection has ended", () -> server.openConnections() == 0);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void handlerThatAsksNowAndThenSeesItsClientLeave(Architecture architecture) throws Exception {
        try (Server server = start(
                architecture,
                request -> Response.stream("text/event-stream", out -> {
                            out.write("data: hello\n\n".getBytes(StandardCharsets.UTF_8));
                            out.flush();
                            while (!request.isCancelled()) {
                                hub.poll(10, TimeUnit.MILLISECONDS);
                            }
                        })
                        .closing(unsubscribed::countDown))) {
            try (TestClient client = TestClient.connect(server)) {
                client.send(GET);
                awaitFirstEvent(client);
            }
            Eventually.await(unsubscribed);
        }
    }

    /** A handler that has not answered yet may wait, too. */
    @ParameterizedTest
    @MethodSource("architectures")
    @Execution(ExecutionMode.CONCURRENT)
    void longPollIsAnsweredWhenTheServerCloses(Architecture architecture) throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        try (Server server = start(architecture, request -> {
                    request.onCancel(() -> hub.add("nothing new"));
                    waiting.countDown();
                    return Response.text(hub.take());
                });
                TestClient client = TestClient.connect(server)) {
            client.send(GET);
            Eventually.await(waiting);
            FutureTask<Boolean> closed = Eventually.begin(server::shutdown);
            HttpReply reply = client.readReply();
            assertThat(reply.text()).isEqualTo("nothing new");
            assertThat(reply.header("Connection")).isEqualTo("close");
            assertThat(Eventually.result(closed)).isTrue();
        }
    }

    /** What was read ahead while the handler ran is the beginning of the next request, whenever it comes. */
    @ParameterizedTest
    @MethodSource("architectures")
    void connectionThatWasWatchedServesTheNextRequests(Architecture architecture) throws Exception {
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (Server server = start(architecture, request -> {
                    String body = request.readText(100);
                    request.onCancel(() -> told.add(body));
                    String event = body.equals("wait") ? hub.take() : "at once";
                    return Response.text(body + " " + event + " " + request.isCancelled());
                });
                TestClient client = TestClient.connect(server)) {
            for (int i = 0; i < 5; i++) {
                client.send(post("a" + i));
                assertThat(client.readReply().text()).isEqualTo("a" + i + " at once false");
                client.send(post("wait"));
                client.send(post("b" + i));
                hub.add("event");
                assertThat(client.readReply().text()).isEqualTo("wait event false");
                assertThat(client.readReply().text()).isEqualTo("b" + i + " at once false");
            }
        }
        assertThat(told).as("actions of exchanges that are over").isEmpty();
    }

    private static String post(String body) {
        return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** The body of a request is not taken for a sign of life, nor read by anyone but the handler. */
    @ParameterizedTest
    @MethodSource("architectures")
    void handlerThatAsksBeforeItReadsTheBodyGetsTheWholeBody(Architecture architecture) throws Exception {
        try (Server server = start(architecture, request -> {
                    boolean before = request.isCancelled();
                    String body = request.readText(100);
                    return Response.text(body + " " + before + " " + request.isCancelled());
                });
                TestClient client = TestClient.connect(server)) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n");
            client.send("he");
            client.send("llo");
            assertThat(client.readReply().text()).isEqualTo("hello false false");
            assertThat(client.send(post("more")).readReply().text()).isEqualTo("more false false");
        }
    }

    /** An idle connection that was watched costs no thread for longer, and its timeout ends it. */
    @ParameterizedTest
    @MethodSource("architectures")
    void connectionThatWasWatchedIsClosedWhenIdle(Architecture architecture) throws Exception {
        try (Server server = Server.http(request -> Response.text(String.valueOf(request.isCancelled())))
                        .architecture(architecture)
                        .timeouts(Timeouts.defaults().withIdle(Duration.ofMillis(300)))
                        .events(events)
                        .start();
                TestClient client = TestClient.connect(server)) {
            assertThat(client.get("").text()).isEqualTo("false");
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void clientThatEndedItsSideIsCancelledAndStillGetsItsReply(Architecture architecture) throws Exception {
        try (Server server = start(architecture, this::events);
                TestClient client = TestClient.connect(server)) {
            client.send(GET).endSending();
            assertThat(client.readReply().text()).isEqualTo("data: hello\n\ndata: bye\n\n");
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        }
    }
}
