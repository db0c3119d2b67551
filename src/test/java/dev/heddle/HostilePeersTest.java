package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Dialect;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.Leftovers;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that leave at every stage, in either way, or never spoke HTTP: nothing of them stays, and others are served. */
@Timeout(60)
class HostilePeersTest {
    private static final int LARGE = 4 << 20;

    /** The beginning of a TLS handshake, to a port that speaks none. */
    private static final byte[] CLIENT_HELLO = {
        0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x03, 0x16, 0x03, 0x01, 0x00, 0x05, '\r', '\n', '\r', '\n'
    };

    private final RecordingEvents events = new RecordingEvents();

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    @AfterEach
    void nothingFailedInHeddleItself() {
        assertThat(events.ownFailures()).isEmpty();
        assertThat(events.handlerFailures()).isEmpty();
    }

    private static final Handler APPLICATION = request -> switch (request.path()) {
        case "/large" -> Response.bytes("application/octet-stream", new byte[LARGE]);
        case "/stream" ->
            Response.stream("application/octet-stream", out -> {
                for (int i = 0; i < LARGE / 4096; i++) {
                    out.write(new byte[4096]);
                    out.flush();
                }
            });
        default -> Response.text("read " + request.readBody(LARGE).length);
    };

    /** How far a peer comes before it leaves. */
    private enum Stage {
        CONNECTED(""),
        IN_A_HEAD("GET / HTTP/1.1\r\nHost: he"),
        BEHIND_A_HEAD("GET / HTTP/1.1\r\nHost: heddle\r\n\r\n"),
        BEFORE_CONTENT("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: 100\r\n\r\n"),
        IN_CONTENT("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: 100\r\n\r\nhalf"),
        IN_A_CHUNK("POST / HTTP/1.1\r\nHost: heddle\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf"),
        BEFORE_LEAVE_TO_SEND("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"),
        BEFORE_A_LARGE_REPLY("GET /large HTTP/1.1\r\nHost: heddle\r\n\r\n"),
        BEFORE_A_STREAM("GET /stream HTTP/1.1\r\nHost: heddle\r\n\r\n"),
        IN_A_PIPELINE("GET /stream HTTP/1.1\r\nHost: heddle\r\n\r\n".repeat(20) + "GET / HT");

        private final String sent;

        Stage(String sent) {
            this.sent = sent;
        }

        /** Whether there is a reply to read the beginning of. */
        private boolean isAnswered() {
            return sent.startsWith("GET") && this != IN_A_HEAD;
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void clientThatLeavesAtAnyStageLeaksNothing(Architecture architecture) throws Exception {
        leaveAtEveryStage(architecture);
        long sockets = Leftovers.sockets();
        leaveAtEveryStage(architecture);
        Eventually.await("no descriptor is left", () -> Leftovers.sockets() <= sockets);
    }

    private void leaveAtEveryStage(Architecture architecture) throws Exception {
        try (Server server = started(architecture, Timeouts.defaults())) {
            for (Stage stage : Stage.values()) {
                for (boolean reset : new boolean[] {true, false}) {
                    TestClient atOnce = TestClient.connect(server).send(stage.sent);
                    leave(atOnce, reset);
                    if (stage.isAnswered()) {
                        TestClient later = TestClient.connectWithReceiveBuffer(server, 8192)
                                .send(stage.sent);
                        later.readBytes(20);
                        leave(later, reset);
                    }
                }
            }
            try (TestClient bystander = TestClient.connect(server)) {
                assertThat(bystander.get("").text()).isEqualTo("read 0");
            }
            Eventually.await("no connection is left", () -> server.stats().connectionsOpen() == 0);
            Eventually.await("no message is left", () -> server.stats().inFlight() == 0);
            assertThat(server.stats().bufferedBytes()).isZero();
        }
    }

    private static void leave(TestClient client, boolean reset) throws IOException {
        if (reset) {
            client.reset();
        } else {
            client.close();
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void clientThatEndsItsSideInsideAMessageIsClosedAndNoHandlerFailureReported(Architecture architecture)
            throws Exception {
        try (Server server = started(architecture, Timeouts.defaults())) {
            for (Stage stage : List.of(Stage.CONNECTED, Stage.IN_A_HEAD, Stage.IN_CONTENT, Stage.IN_A_CHUNK)) {
                try (TestClient client = TestClient.connect(server)) {
                    client.send(stage.sent).endSending();
                    assertThat(client.awaitEnd()).as("%s", stage).isNotNull();
                }
            }
            Eventually.await("no connection is left", () -> server.stats().connectionsOpen() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void malformedInputGetsAnErrorReplyAndIsClosed(Architecture architecture) throws Exception {
        Random random = new Random(23);
        try (Server server = started(architecture, Timeouts.defaults());
                TestClient bystander = TestClient.connect(server)) {
            for (int i = 0; i < 50; i++) {
                ByteArrayOutputStream garbage = new ByteArrayOutputStream();
                byte[] bytes = new byte[1 + random.nextInt(2000)];
                random.nextBytes(bytes);
                garbage.writeBytes(bytes);
                garbage.writeBytes(new byte[] {0, '\r', '\n', '\r', '\n'});
                assertThatItIsRefused(server, garbage.toByteArray());
            }
            assertThatItIsRefused(server, CLIENT_HELLO);
            assertThat(bystander.get("").text()).isEqualTo("read 0");
            Eventually.await("only the bystander is left", () -> server.stats().connectionsOpen() == 1);
        }
    }

    private static void assertThatItIsRefused(Server server, byte[] garbage) throws IOException {
        try (TestClient client = TestClient.connect(server)) {
            HttpReply reply = client.send(garbage).readReply();
            assertThat(reply.status()).isIn(400, 414, 431, 501, 505);
            assertThat(reply.closes()).isTrue();
            assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
        }
    }

    /** One that vanishes sends no FIN and no RST, ever: to the server it looks like one that does nothing. */
    @ParameterizedTest
    @MethodSource("architectures")
    void peerThatVanishesSilentlyAtAnyStageTimesOut(Architecture architecture) throws Exception {
        Duration brief = Duration.ofMillis(500);
        Timeouts timeouts = Timeouts.defaults()
                .withIdle(brief)
                .withHead(brief)
                .withBody(brief, 500)
                .withWrite(brief)
                .withLinger(brief);
        try (Server server = started(architecture, timeouts);
                TestClient connected = TestClient.connect(server);
                TestClient inHead = TestClient.connect(server);
                TestClient inContent = TestClient.connect(server);
                TestClient inReply = TestClient.connectWithReceiveBuffer(server, 8192);
                TestClient inStream = TestClient.connectWithReceiveBuffer(server, 8192)) {
            Eventually.await("all are connected", () -> server.stats().connectionsOpen() == 5);
            inHead.send(Stage.IN_A_HEAD.sent);
            inContent.send(Stage.IN_CONTENT.sent);
            inReply.send(Dialect.HTTP.phrase("large"));
            inStream.send(Dialect.HTTP.phrase("stream"));
            Eventually.await("no connection is left", () -> server.stats().connectionsOpen() == 0);
            Eventually.await("no message is left", () -> server.stats().inFlight() == 0);
            assertThat(connected.awaitEnd()).isNotNull();
        }
    }

    private Server started(Architecture architecture, Timeouts timeouts) throws IOException {
        return Server.http(APPLICATION)
                .architecture(architecture)
                .timeouts(timeouts)
                .events(events)
                .start();
    }
}
