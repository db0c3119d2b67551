package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handler opens for its response is closed once, whatever becomes of the response. */
@Timeout(60)
class ClosedResourcesTest {
    private final RecordingEvents events = new RecordingEvents();
    private final Queue<String> closed = new ConcurrentLinkedQueue<>();

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private Server start(Architecture architecture, Handler handler) throws IOException {
        return Server.http(handler).architecture(architecture).events(events).start();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void resourceIsClosedOnceHoweverTheResponseEnds(Architecture architecture) throws Exception {
        byte[] large = new byte[5_000_000];
        try (Server server = start(architecture, request -> {
            Response streamed = Response.stream("text/plain", out -> {
                if (request.path().equals("/fails")) {
                    throw new IllegalStateException("on purpose");
                }
                out.write(request.path().equals("/large") ? large : new byte[] {'x'});
            });
            Response answer = switch (request.path()) {
                case "/none" -> streamed.status(Status.NO_CONTENT);
                case "/same" -> streamed.status(Status.NOT_MODIFIED);
                case "/bytes" -> Response.text("in memory");
                default -> streamed;
            };
            return answer.closing(() -> closed.add(request.method() + " " + request.path()));
        })) {
            try (TestClient client = TestClient.connect(server)) {
                for (String path : new String[] {"/", "/bytes", "/fails"}) {
                    client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
                    assertThat(client.readReply().status()).isPositive();
                    awaitClosed("GET " + path);
                }
                for (String bodiless : new String[] {"HEAD /", "GET /none", "GET /same"}) {
                    client.send(bodiless + " HTTP/1.1\r\nHost: h\r\n\r\n");
                    String line = client.readLine();
                    while (!line.isEmpty()) {
                        line = client.readLine();
                    }
                    awaitClosed(bodiless);
                }
                client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi");
                client.readReply();
                awaitClosed("POST /");
            }
            TestClient leaves = TestClient.connectWithReceiveBuffer(server, 4096);
            leaves.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
            leaves.readByte();
            leaves.reset();
            awaitClosed("GET /large");
        }
        assertThat(closed).as("closed twice").isEmpty();
        assertThat(events.handlerFailures()).hasOnlyElementsOfType(IllegalStateException.class);
    }

    private void awaitClosed(String request) {
        Eventually.await("closed: " + request, () -> closed.remove(request));
    }

    /** In message-balanced the later ones have been handled by then, and cannot be sent. */
    @ParameterizedTest
    @MethodSource("architectures")
    void resourcesOfResponsesBehindAClosingOneAreClosed(Architecture architecture) throws Exception {
        CountDownLatch allHandled = new CountDownLatch(architecture instanceof Architecture.MessageBalanced ? 3 : 1);
        Queue<String> opened = new ConcurrentLinkedQueue<>();
        try (Server server = start(architecture, request -> {
                    opened.add(request.path());
                    allHandled.countDown();
                    if (request.path().equals("/1")) {
                        Eventually.await(allHandled);
                    }
                    Response response = Response.stream("text/plain", out -> out.write('x'))
                            .closing(() -> closed.add(request.path()));
                    return request.path().equals("/1") ? response.closeConnection() : response;
                });
                TestClient client = TestClient.connect(server)) {
            client.send(Stream.of("/1", "/2", "/3")
                    .map(path -> "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n")
                    .collect(Collectors.joining()));
            assertThat(client.readReply().text()).isEqualTo("x");
            client.awaitEnd();
        }
        assertThat(closed).containsExactlyInAnyOrderElementsOf(opened);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void failureToCloseIsReportedAndHarmsNothing(Architecture architecture) throws Exception {
        try (Server server = start(
                        architecture,
                        request -> Response.text("fine")
                                .closing(() -> closed.add("first"))
                                .closing(() -> {
                                    closed.add("second");
                                    throw new IOException("on purpose");
                                }));
                TestClient client = TestClient.connect(server)) {
            assertThat(client.get("").text()).isEqualTo("fine");
            assertThat(client.get("").text()).isEqualTo("fine");
        }
        assertThat(events.handlerFailures())
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure).hasMessage("on purpose"));
        assertThat(closed).containsExactly("second", "first", "second", "first");
    }
}
