package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Architecture.SingleThreaded;
import dev.heddle.options.Limits;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Dialect;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client meets when there is more to do than the server was told to take. */
@Timeout(60)
class OverloadTest {
    private final RecordingEvents events = new RecordingEvents();

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    @AfterEach
    void nothingFailedInHeddleItself() {
        assertThat(events.ownFailures()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void queuedConnectionIsServedWhenAnotherCloses(Architecture architecture) throws Exception {
        try (Server server = saying(architecture, "hello")
                        .limits(Limits.builder()
                                .connections(1)
                                .connectionOverload(OverloadPolicy.QUEUE)
                                .build())
                        .timeouts(Timeouts.defaults().withIdleUnderPressure(Duration.ZERO))
                        .start();
                TestClient second = afterAnother(server)) {
            assertThat(second.readReply().text()).isEqualTo("hello");
            assertThat(server.stats().connectionsRejected()).isZero();
            assertThat(server.stats().connectionsPeak()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void fullServerWithQueuedConnectionsClosesAtOnce(Architecture architecture) throws Exception {
        Server server = saying(architecture, "hello")
                .limits(Limits.builder()
                        .connections(1)
                        .connectionOverload(OverloadPolicy.QUEUE)
                        .build())
                .timeouts(Timeouts.defaults().withDrain(Duration.ZERO, Duration.ofSeconds(20)))
                .start();
        try (TestClient first = TestClient.connect(server);
                TestClient waiting = TestClient.connect(server)) {
            assertThat(first.get("").text()).isEqualTo("hello");
            FutureTask<Boolean> closing = Eventually.begin(() -> server.shutdown(Duration.ofSeconds(20)));
            assertThat(Eventually.result(closing)).isTrue();
            assertThat(first.awaitEnd()).isEqualTo(End.CLOSED);
            assertThat(waiting.awaitEnd()).isNotNull();
        }
        assertThat(server.stats().connectionsOpen()).isZero();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void overLimitMessageGets503AndItsConnectionIsKept(Architecture architecture) throws Exception {
        Semaphore begun = new Semaphore(0);
        Semaphore release = new Semaphore(0);
        try (Server server = Server.http(request -> {
                            begun.release();
                            release.acquire();
                            return Response.text("done");
                        })
                        .architecture(architecture)
                        .events(events)
                        .limits(Limits.builder()
                                .messagesInFlight(1)
                                .messageOverload(OverloadPolicy.REJECT)
                                .build())
                        .start();
                TestClient busy = TestClient.connect(server);
                TestClient refused = TestClient.connect(server)) {
            busy.send(Dialect.HTTP.phrase(""));
            begun.acquire();
            refused.send("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: 3\r\n\r\nabc");
            if (architecture instanceof SingleThreaded) {
                // No two handlers overlap in any case: this one simply waits, and is never too many.
                release.release(3);
                assertThat(refused.readReply().status()).isEqualTo(200);
            } else {
                HttpReply reply = refused.readReply();
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.header("retry-after")).isEqualTo("1");
                assertThat(reply.closes()).isFalse();
                assertThat(server.stats().messagesRejected()).isEqualTo(1);
                assertThat(events.rejectedMessages()).containsExactly("in-flight limit (1) reached");
                release.release(3);
            }
            assertThat(busy.readReply().text()).isEqualTo("done");
            assertThat(refused.get("").text()).isEqualTo("done");
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void overLimitMessageMayBeQueued(Architecture architecture) throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Server server = Server.http(request -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    inside.decrementAndGet();
                    return Response.text("done");
                })
                .architecture(architecture)
                .events(events)
                .limits(Limits.builder().messagesInFlight(2).build())
                .start()) {
            List<FutureTask<String>> clients = Stream.generate(() -> Eventually.begin(() -> {
                        try (TestClient client = TestClient.connect(server)) {
                            for (int i = 0; i < 50; i++) {
                                assertThat(client.get("").text()).isEqualTo("done");
                            }
                            return "served";
                        }
                    }))
                    .limit(8)
                    .toList();
            for (FutureTask<String> client : clients) {
                assertThat(Eventually.result(client)).isEqualTo("served");
            }
            assertThat(most.get()).isBetween(1, 2);
            assertThat(server.stats().messagesRejected()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void headOverTheBufferBudgetGets503WhileShortOnesAreServed(Architecture architecture) throws Exception {
        byte[] large = new byte[100_000];
        Arrays.fill(large, (byte) 'x');
        try (Server server = Server.http(request -> Response.bytes("text/plain", large))
                .architecture(architecture)
                .events(events)
                .limits(Limits.builder().bufferMemory(0).build())
                .start()) {
            try (TestClient refused = TestClient.connect(server)) {
                refused.send("GET / HTTP/1.1\r\nHost: heddle\r\nX: " + "x".repeat(4000) + "\r\n\r\n");
                HttpReply reply = refused.readReply();
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.closes()).isTrue();
                assertThat(refused.awaitEnd()).isEqualTo(End.CLOSED);
                assertThat(server.stats().messagesRejected()).isEqualTo(1);
                assertThat(events.rejectedMessages()).containsExactly("buffer memory limit (0 bytes) reached");
                assertThat(events.broken()).isEmpty();
            }
            try (TestClient served = TestClient.connect(server)) {
                assertThat(served.get("").bytes()).isEqualTo(large);
                served.send("GET / HTTP/1.1\r\nHost: heddle\r\n\r\n".repeat(20));
                for (int i = 0; i < 20; i++) {
                    assertThat(served.readReply().bytes()).isEqualTo(large);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void bufferBudgetIsReleasedAfterEachMessage(Architecture architecture) throws Exception {
        try (Server server = saying(architecture, "hello").start()) {
            try (TestClient pausing = TestClient.connect(server);
                    TestClient whole = TestClient.connect(server)) {
                pausing.send("GET / HTTP/1.1\r\nHost: heddle\r\nX: " + "x".repeat(5000));
                Eventually.await("it is held", () -> server.stats().bufferedBytes() > 4000);
                whole.send("GET / HTTP/1.1\r\nHost: heddle\r\nX: " + "x".repeat(5000) + "\r\n\r\n");
                assertThat(whole.readReply().status()).isEqualTo(200);
            }
            Eventually.await("all is given back", () -> server.stats().bufferedBytes() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void longestIdleConnectionIsEvictedFirstNearTheLimit(Architecture architecture) throws Exception {
        try (Server server = saying(architecture, "hello")
                        .limits(Limits.builder().connections(4).build())
                        .timeouts(Timeouts.defaults().withIdleUnderPressure(Duration.ofSeconds(1)))
                        .start();
                TestClient longest = TestClient.connect(server);
                TestClient second = TestClient.connect(server);
                TestClient third = TestClient.connect(server)) {
            for (TestClient client : List.of(longest, second, third)) {
                assertThat(client.get("").text()).isEqualTo("hello");
            }
            // Not near the limit yet: nobody has to go, however long it lasts.
            assertThat(server.stats().connectionsOpen()).isEqualTo(3);
            try (TestClient fourth = TestClient.connect(server)) {
                FutureTask<End> end = Eventually.begin(longest::awaitEnd);
                do {
                    for (TestClient client : List.of(second, third, fourth)) {
                        assertThat(client.get("").text()).isEqualTo("hello");
                    }
                } while (!end.isDone());
                assertThat(Eventually.result(end)).isEqualTo(End.CLOSED);
                Eventually.await("it has left", () -> server.stats().connectionsOpen() == 3);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void handlerOverItsTimeoutIsLoggedWithItsStackAndInterrupted(Architecture architecture) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Server server = Server.http(request -> {
                            if (request.path().equals("/stuck")) {
                                never.await();
                            }
                            return Response.text("fine " + Thread.interrupted());
                        })
                        .architecture(architecture)
                        .events(events)
                        .timeouts(Timeouts.defaults().withHandler(Duration.ofMillis(500)))
                        .start();
                TestClient client = TestClient.connect(server)) {
            assertThat(client.get("stuck").status()).isEqualTo(500);
            assertThat(client.get("").text()).isEqualTo("fine false");
            // Reported by the watchdog, which interrupts first.
            Eventually.await("it was reported", () -> events.overdue().size() == 1);
            assertThat(events.overdue().getFirst().getStackTrace())
                    .anyMatch(frame -> frame.getClassName().equals(CountDownLatch.class.getName()));
            assertThat(events.handlerFailures()).hasExactlyElementsOfTypes(InterruptedException.class);
        }
    }

    /** A client that has asked while another one was inside, which has left. */
    private static TestClient afterAnother(Server server) throws IOException {
        try (TestClient first = TestClient.connect(server)) {
            assertThat(first.get("").text()).isEqualTo("hello");
            TestClient second = TestClient.connect(server).send(Dialect.HTTP.phrase(""));
            assertThat(first.get("").text()).isEqualTo("hello");
            assertThat(server.stats().connectionsOpen()).isEqualTo(1);
            return second;
        }
    }

    private Server.Builder saying(Architecture architecture, String text) {
        return Server.http(request -> Response.text(text))
                .architecture(architecture)
                .events(events);
    }
}
