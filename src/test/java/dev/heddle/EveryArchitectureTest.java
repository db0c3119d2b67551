package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.bytes.Ascii;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.support.Dialect;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.Subject;
import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of all architectures, in every protocol; {@link EveryArchitectureOverTlsTest} repeats it over TLS. */
@Timeout(60)
class EveryArchitectureTest {
    private static final int LARGE = 8 << 20;

    final RecordingEvents events = new RecordingEvents();

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

    @ParameterizedTest
    @MethodSource("subjects")
    void pipelinedMessagesAreAnsweredInOrder(Subject subject) throws Exception {
        List<String> texts = IntStream.range(0, 200).mapToObj(i -> "n-" + i).toList();
        try (Server server = started(subject, EveryArchitectureTest::slowNowAndThen);
                TestClient client = TestClient.connect(server)) {
            client.send(phrases(subject.dialect(), texts));
            assertThat(replies(subject.dialect(), client, texts.size())).isEqualTo(texts);
        }
    }

    private static String slowNowAndThen(String text) throws InterruptedException {
        if (text.endsWith("3")) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return text;
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void failingMessageAfterASlowOneIsAnsweredInOrder(Subject subject) throws Exception {
        Dialect.Talk talk = text -> switch (text) {
            case "slow" -> {
                TimeUnit.MILLISECONDS.sleep(200);
                yield text;
            }
            case "error" -> throw new IllegalStateException("on purpose");
            default -> text;
        };
        try (Server server = started(subject, talk);
                TestClient client = TestClient.connect(server)) {
            client.send(phrases(subject.dialect(), List.of("slow", "error", "fine")));
            assertThat(replies(subject.dialect(), client, 3)).containsExactly("slow", Dialect.FAILED, "fine");
            assertThat(subject.dialect().ask(client, "more")).isEqualTo("more");
        }
        assertThat(events.handlerFailures()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void slowSenderDoesNotDelayOthers(Subject subject) throws Exception {
        Dialect dialect = subject.dialect();
        try (Server server = started(subject, text -> text);
                TestClient slow = TestClient.connect(server);
                TestClient quick = TestClient.connect(server)) {
            for (char value : dialect.phrase("slowly").toCharArray()) {
                slow.send(String.valueOf(value));
                assertThat(dialect.ask(quick, "quickly")).isEqualTo("quickly");
            }
            assertThat(dialect.readReply(slow)).isEqualTo("slowly");
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void slowReaderDoesNotDelayOthers(Subject subject) throws Exception {
        Dialect dialect = subject.dialect();
        String large = "x".repeat(LARGE);
        try (Server server = started(subject, text -> text.equals("large") ? large : text);
                TestClient slow = TestClient.connectWithReceiveBuffer(server, 16_384);
                TestClient quick = TestClient.connect(server)) {
            slow.send(dialect.phrase("large"));
            Eventually.await(
                    "the large reply has begun",
                    () -> server.stats().inFlight() > 0 || server.stats().requests() > 0);
            for (int i = 0; i < 50; i++) {
                assertThat(dialect.ask(quick, "q-" + i)).isEqualTo("q-" + i);
            }
            assertThat(dialect.readReply(slow)).isEqualTo(large);
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void clientThatEndedItsSideStillGetsAllReplies(Subject subject) throws Exception {
        List<String> texts = List.of("n-1", "n-2", "n-3", "n-4", "n-5");
        try (Server server = started(subject, EveryArchitectureTest::slowNowAndThen);
                TestClient client = TestClient.connect(server)) {
            client.send(phrases(subject.dialect(), texts)).endSending();
            assertThat(replies(subject.dialect(), client, texts.size())).isEqualTo(texts);
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void resetInTheMiddleOfAReplyLeaksNothing(Subject subject) throws Exception {
        Dialect dialect = subject.dialect();
        String large = "x".repeat(LARGE);
        try (Server server = started(subject, text -> text.equals("large") ? large : text)) {
            for (int i = 0; i < 10; i++) {
                TestClient client = TestClient.connectWithReceiveBuffer(server, 16_384);
                client.send(phrases(dialect, List.of("large", "after", "large")));
                client.readByte();
                client.reset();
            }
            Eventually.await("no connection is open", () -> server.stats().connectionsOpen() == 0);
            Eventually.await("no message is in flight", () -> server.stats().inFlight() == 0);
            try (TestClient client = TestClient.connect(server)) {
                assertThat(dialect.ask(client, "fine")).isEqualTo("fine");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void resetInTheMiddleOfAStreamIsNotReportedAsHandlerFailure(Architecture architecture) throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        try (Server server = layered(Server.http(request -> Response.stream("application/octet-stream", out -> {
                                    try {
                                        for (int i = 0; i < LARGE; i += 65_536) {
                                            out.write(new byte[65_536]);
                                        }
                                    } catch (IOException e) {
                                        failed.countDown();
                                        throw new UncheckedIOException(e); // many handlers wrap it so
                                    }
                                }))
                                .architecture(architecture)
                                .events(events))
                        .start();
                TestClient client = TestClient.connectWithReceiveBuffer(server, 16_384)) {
            client.send(Dialect.HTTP.phrase("large")).readByte();
            client.reset();
            Eventually.await(failed);
            Eventually.await("the message has ended", () -> server.stats().inFlight() == 0);
            Eventually.await("no connection is open", () -> server.stats().connectionsOpen() == 0);
        }
        assertThat(events.handlerFailures()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void handlerThatInterruptsItselfHarmsNeitherItsConnectionNorTheNextMessage(Subject subject) throws Exception {
        Dialect.Talk talk = text -> {
            String flag = Thread.currentThread().isInterrupted() ? "interrupted" : text;
            if (text.startsWith("interrupt")) {
                Thread.currentThread().interrupt();
            }
            return flag;
        };
        try (Server server = started(subject, talk);
                TestClient client = TestClient.connect(server)) {
            List<String> texts = List.of("interrupt-1", "n-1", "interrupt-2", "n-2");
            client.send(phrases(subject.dialect(), texts));
            assertThat(replies(subject.dialect(), client, 4)).isEqualTo(texts);
            for (String text : texts) {
                assertThat(subject.dialect().ask(client, text)).isEqualTo(text);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void bodyWriterThatInterruptsItselfHarmsNoLaterMessage(Architecture architecture) throws Exception {
        try (Server server = layered(Server.http(request -> Response.stream("text/plain", out -> {
                                    out.write(Ascii.bytes(
                                            Thread.currentThread().isInterrupted() ? "interrupted" : "fine"));
                                    Thread.currentThread().interrupt();
                                }))
                                .architecture(architecture)
                                .events(events))
                        .start();
                TestClient client = TestClient.connect(server)) {
            client.send(phrases(Dialect.HTTP, List.of("1", "2", "3")));
            assertThat(replies(Dialect.HTTP, client, 3)).containsOnly("fine");
            assertThat(client.get("4").text()).isEqualTo("fine");
            assertThat(client.get("5").text()).isEqualTo("fine");
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void clientRejectedWhileSendingCanFinishAndReadTheReply(Architecture architecture) throws Exception {
        int length = 4 << 20;
        try (Server server = layered(Server.http(request -> Response.text("no, thanks"))
                                .architecture(architecture)
                                .events(events))
                        .start();
                TestClient client = TestClient.connect(server)) {
            client.send("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: " + length + "\r\n\r\n");
            byte[] part = new byte[length / 16];
            for (int i = 0; i < 16; i++) {
                client.send(part);
            }
            assertThat(client.readReply().text()).isEqualTo("no, thanks");
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void lastReplyArrivesThoughMoreRequestsWerePipelined(Architecture architecture) throws Exception {
        CountDownLatch secondBegun = new CountDownLatch(1);
        boolean overlapping = architecture instanceof Architecture.MessageBalanced;
        try (Server server = layered(Server.http(request -> {
                                    if (request.path().equals("/last") && overlapping) {
                                        Eventually.await(secondBegun);
                                        TimeUnit.MILLISECONDS.sleep(50);
                                    }
                                    secondBegun.countDown();
                                    return request.path().equals("/last")
                                            ? Response.text("last").closeConnection()
                                            : Response.text("never sent");
                                })
                                .architecture(architecture)
                                .events(events))
                        .start();
                TestClient client = TestClient.connect(server)) {
            client.send(phrases(Dialect.HTTP, List.of("last", "after")) + "GET /half HTT");
            assertThat(client.readReply().text()).isEqualTo("last");
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void changePipelinedAfterTheLastReplyIsNotMade(Architecture architecture) throws Exception {
        Queue<String> handled = new ConcurrentLinkedQueue<>();
        try (Server server = layered(Server.http(request -> {
                                    handled.add(request.path());
                                    return Response.text("last").closeConnection();
                                })
                                .architecture(architecture)
                                .events(events))
                        .start();
                TestClient client = TestClient.connect(server)) {
            client.send(
                    Dialect.HTTP.phrase("last") + "POST /change HTTP/1.1\r\nHost: heddle\r\nContent-Length: 0\r\n\r\n");
            assertThat(client.readReply().closes()).isTrue();
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        }
        assertThat(handled).containsExactly("/last");
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void thousandSimultaneousConnectionsAreAllAnswered(Subject subject) throws Exception {
        int many = manyConnections();
        CountDownLatch replied = new CountDownLatch(many);
        try (Server server = started(subject, text -> text);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> replies = IntStream.range(0, many)
                    .mapToObj(i -> clients.submit(() -> {
                        try (TestClient client = TestClient.connect(server)) {
                            String reply = subject.dialect().ask(client, "n-" + i);
                            replied.countDown();
                            Eventually.await(replied);
                            return reply;
                        }
                    }))
                    .toList();
            for (int i = 0; i < many; i++) {
                assertThat(replies.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("n-" + i);
            }
            assertThat(server.stats().connectionsPeak()).isEqualTo(many);
            Eventually.await("all are counted", () -> server.stats().requests() == many);
        }
    }

    /** What lies between the sockets and the protocol: nothing. */
    Server.Builder layered(Server.Builder server) {
        return server;
    }

    /** How many connections are a crowd. */
    int manyConnections() {
        return 1000;
    }

    private Server started(Subject subject, Dialect.Talk talk) throws Exception {
        return layered(subject.server(talk).events(events)).start();
    }

    private static String phrases(Dialect dialect, List<String> texts) {
        return String.join("", texts.stream().map(dialect::phrase).toList());
    }

    private static List<String> replies(Dialect dialect, TestClient client, int count) throws Exception {
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(dialect.readReply(client));
        }
        return replies;
    }
}
