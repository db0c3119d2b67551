package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the limit of messages in flight counts: a message from the call of its handler until its reply has been written. */
@Timeout(60)
class MessagesInFlightTest {
    private static final int LIMIT = 3;
    private static final int CLIENTS = 8;
    private static final int PIPELINED = 4;

    /** More than the kernel takes for a client that does not read, and streamed, so that it is written when its turn has come. */
    private static final int REPLY_BYTES = 4 << 20;

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    @Execution(ExecutionMode.CONCURRENT)
    void replyThatIsBeingWrittenOrWaitsForItsTurnCountsAsInFlight(Architecture architecture) throws Exception {
        List<TestClient> clients = new ArrayList<>();
        try (Server server = started(architecture, OverloadPolicy.QUEUE)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(TestClient.connectWithReceiveBuffer(server, 65_536)
                        .send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(PIPELINED)));
            }
            Eventually.await("all permits are in use", () -> server.stats().inFlight() == LIMIT);
            List<FutureTask<Boolean>> readers = clients.stream()
                    .map(client -> Eventually.begin(() -> {
                        for (int i = 0; i < PIPELINED; i++) {
                            assertThat(client.readReply().bytes()).hasSize(REPLY_BYTES);
                            assertThat(server.stats().inFlight()).isLessThanOrEqualTo(LIMIT);
                        }
                        return true;
                    }))
                    .toList();
            for (FutureTask<Boolean> reader : readers) {
                assertThat(Eventually.result(reader)).isTrue();
            }
            assertThat(server.stats().inFlightPeak()).isLessThanOrEqualTo(LIMIT);
            Eventually.await("no permit is left in use", () -> server.stats().inFlight() == 0);
            assertThat(server.stats().requests()).isEqualTo(CLIENTS * PIPELINED);
        } finally {
            close(clients);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void messageOverTheLimitIsRejectedWhileRepliesAreBeingWritten(Architecture architecture) throws Exception {
        List<TestClient> clients = new ArrayList<>();
        try (Server server = started(architecture, OverloadPolicy.REJECT)) {
            for (int i = 0; i < LIMIT; i++) {
                clients.add(
                        TestClient.connectWithReceiveBuffer(server, 65_536).send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
            }
            Eventually.await("all permits are in use", () -> server.stats().inFlight() == LIMIT);
            try (TestClient rejected = TestClient.connect(server)) {
                assertThat(rejected.get("").status()).isEqualTo(503);
                assertThat(server.stats().inFlight()).isEqualTo(LIMIT);
                assertThat(clients.getFirst().readReply().bytes()).hasSize(REPLY_BYTES);
                Eventually.await("a permit is free", () -> server.stats().inFlight() < LIMIT);
                assertThat(rejected.get("").status()).isEqualTo(200);
            }
            close(clients); // A graceful close would wait for them.
        } finally {
            close(clients);
        }
    }

    /** Pressure on a small limit is its ordinary state: a client that pauses for longer than the eviction's least time stays. */
    @ParameterizedTest
    @MethodSource("architectures")
    @Execution(ExecutionMode.CONCURRENT)
    void pausingClientThatUsesUpASmallLimitIsNotEvicted(Architecture architecture) throws Exception {
        try (Server server = Server.http(request -> Response.text(request.readText(9)))
                        .architecture(architecture)
                        .limits(Limits.builder().messagesInFlight(1).build())
                        .timeouts(Timeouts.defaults().withIdleUnderPressure(Duration.ofMillis(1)))
                        .start();
                TestClient client = TestClient.connect(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo");
            Eventually.await("its permit is in use", () -> server.stats().inFlight() == 1);
            TimeUnit.MILLISECONDS.sleep(3 * Timeouts.PRECISION_MILLIS); // for three ticks of the watchdog
            assertThat(client.send("dy").readReply().text()).isEqualTo("body");
        }
    }

    private static Server started(Architecture architecture, OverloadPolicy overload) throws IOException {
        byte[] part = new byte[65_536];
        return Server.http(request -> Response.stream("application/octet-stream", REPLY_BYTES, out -> {
                    for (int i = 0; i < REPLY_BYTES; i += part.length) {
                        out.write(part);
                    }
                }))
                .architecture(architecture)
                .limits(Limits.builder()
                        .messagesInFlight(LIMIT)
                        .messageOverload(overload)
                        .build())
                .start();
    }

    private static void close(List<TestClient> clients) throws IOException {
        for (TestClient client : clients) {
            client.close();
        }
    }
}
