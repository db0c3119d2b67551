package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Dialect;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.Leftovers;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.Subject;
import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a server of every architecture starts and stops: messages in flight are answered, and nothing leaks. */
@Timeout(60)
class ServerShutdownTest {
    private static final Timeouts AT_ONCE = Timeouts.defaults().withDrain(Duration.ZERO, Duration.ofSeconds(20));

    private final RecordingEvents events = new RecordingEvents();

    static Stream<Subject> subjects() {
        return Subject.all();
    }

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    static Stream<Arguments> pairs() {
        return architectures().flatMap(first -> architectures().map(second -> Arguments.of(first, second)));
    }

    @AfterEach
    void nothingFailedInHeddleItself() {
        assertThat(events.ownFailures()).isEmpty();
    }

    /** Connected means that the kernel has queued it, not that the server has accepted it. */
    @ParameterizedTest
    @MethodSource("architectures")
    void clientsThatConnectedBeforeTheStopAreAnswered(Architecture architecture) throws Exception {
        for (int round = 0; round < 20; round++) {
            Server server = Server.http(request -> Response.text("hello"))
                    .architecture(architecture)
                    .timeouts(Timeouts.defaults().withDrain(Duration.ofSeconds(20), Duration.ofSeconds(20)))
                    .start();
            List<TestClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 10; i++) {
                    clients.add(TestClient.connect(server));
                }
                FutureTask<Boolean> closing = Eventually.begin(server::shutdown);
                for (TestClient client : clients) {
                    assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                                    .readReply()
                                    .text())
                            .isEqualTo("hello");
                }
                assertThat(Eventually.result(closing)).isTrue();
            } finally {
                for (TestClient client : clients) {
                    client.close();
                }
                server.shutdownNow();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    @Execution(ExecutionMode.CONCURRENT)
    void messagesInFlightAreAnsweredBeforeCloseReturns(Subject subject) throws Exception {
        Dialect dialect = subject.dialect();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Server server = started(subject, text -> {
            if (text.startsWith("slow")) {
                begun.countDown();
                Eventually.await(release);
            }
            return text;
        });
        try (TestClient one = TestClient.connect(server);
                TestClient other = TestClient.connect(server)) {
            // Both have been served once, so both connections are past their first message.
            assertThat(dialect.ask(one, "hello")).isEqualTo("hello");
            assertThat(dialect.ask(other, "hello")).isEqualTo("hello");
            one.send(dialect.phrase("slow-1") + dialect.phrase("after"));
            Eventually.await(begun);
            other.send(dialect.phrase("slow-2"));

            FutureTask<Boolean> closing = Eventually.begin(() -> server.shutdown(Duration.ofSeconds(20)));
            Eventually.await("new connections are refused", () -> TestClient.isRefused(server.address()));
            assertThat(closing).isNotDone();
            release.countDown();

            assertThat(dialect.readReply(one)).isEqualTo("slow-1");
            assertThat(dialect.readReply(one)).isEqualTo("after");
            assertThat(one.awaitEnd()).isEqualTo(End.CLOSED);
            assertThat(dialect.readReply(other)).isEqualTo("slow-2");
            assertThat(other.awaitEnd()).isEqualTo(End.CLOSED);
            assertThat(Eventually.result(closing)).isTrue();
        }
        assertThat(server.stats().connectionsOpen()).isZero();
        assertThat(server.stats().inFlight()).isZero();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    @Execution(ExecutionMode.CONCURRENT)
    void pipelinedChangesAreAllMadeWhenTheServerCloses(Architecture architecture) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger changes = new AtomicInteger();
        Server server = Server.http(request -> {
                    begun.countDown();
                    Eventually.await(release);
                    return Response.text("change " + changes.incrementAndGet());
                })
                .architecture(architecture)
                .events(events)
                .start();
        try (TestClient client = TestClient.connect(server)) {
            client.send("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: 0\r\n\r\n".repeat(3));
            Eventually.await(begun);
            FutureTask<Boolean> closing = Eventually.begin(() -> server.shutdown(Duration.ofSeconds(20)));
            Eventually.await("new connections are refused", () -> TestClient.isRefused(server.address()));
            release.countDown();
            List<HttpReply> replies = List.of(client.readReply(), client.readReply(), client.readReply());
            assertThat(replies).extracting(HttpReply::text).containsExactly("change 1", "change 2", "change 3");
            assertThat(replies).extracting(HttpReply::closes).containsExactly(false, false, true);
            assertThat(Eventually.result(closing)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void idleConnectionsDoNotDelayClose(Subject subject) throws Exception {
        List<TestClient> clients = new ArrayList<>();
        Server server = started(subject, text -> text);
        for (int i = 0; i < 10; i++) {
            TestClient client = TestClient.connect(server);
            clients.add(client);
            if (i % 2 == 0) {
                assertThat(subject.dialect().ask(client, "hello")).isEqualTo("hello");
            }
        }
        Eventually.await("all are accepted", () -> server.stats().connectionsOpen() == 10);
        long before = System.nanoTime();
        assertThat(server.shutdown(Duration.ofSeconds(20))).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        for (TestClient client : clients) {
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
            client.close();
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void closedServerLeavesNoThreadAndNoDescriptor(Subject subject) throws Exception {
        serveSomeAndClose(subject); // what the JDK opens once stays open
        long sockets = Leftovers.sockets();
        serveSomeAndClose(subject);
        Eventually.await("Heddle's threads end", () -> Leftovers.threads().isEmpty());
        Eventually.await("sockets are closed", () -> Leftovers.sockets() <= sockets);
    }

    private void serveSomeAndClose(Subject subject) throws Exception {
        Server server = started(subject, text -> text);
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestClient client = TestClient.connect(server);
            clients.add(client);
            assertThat(subject.dialect().ask(client, "hello")).isEqualTo("hello");
        }
        // One for each connection, at least one acceptor, and the watchdog: so the dump shows them, virtual or not.
        assertThat(Leftovers.threads()).contains("heddle-watchdog").hasSizeGreaterThan(21);
        server.close();
        assertThat(server.stats().connectionsOpen()).isZero();
        for (TestClient client : clients) {
            client.close();
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void portCanBeBoundAgainRightAfterClose(Architecture architecture) throws Exception {
        int port = 0;
        for (int i = 0; i < 3; i++) {
            Server server = hello(architecture).port(port).start();
            port = server.port();
            try (TestClient client = TestClient.connect(server)) {
                assertThat(client.get("").text()).isEqualTo("hello");
                server.close(); // before its client does: the port stays in TIME_WAIT
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void secondServerOnAPortFailsToBind(Architecture first, Architecture second) throws Exception {
        try (Server server = hello(first).start()) {
            assertThatThrownBy(() -> hello(second).port(server.port()).start().close())
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("port " + server.port());
            try (TestClient client = TestClient.connect(server)) {
                assertThat(client.get("").text()).isEqualTo("hello");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void twoServersInOneJvmServeIndependently(Architecture first, Architecture second) throws Exception {
        try (Server one = hello(first).start()) {
            try (Server other = hello(second).start();
                    TestClient client = TestClient.connect(other)) {
                assertThat(client.get("").text()).isEqualTo("hello");
            }
            try (TestClient client = TestClient.connect(one)) {
                assertThat(client.get("").text()).isEqualTo("hello");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void closeIsIdempotent(Architecture architecture) throws Exception {
        Server server = hello(architecture).start();
        server.close();
        server.close();
        assertThat(server.shutdown(Duration.ZERO)).isTrue();
        server.shutdownNow();
        server.awaitClosed();
        assertThatThrownBy(server::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a closed server cannot be started again");
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void startingARunningServerThrows(Architecture architecture) throws Exception {
        try (Server server = hello(architecture).start()) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the server is running already");
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void serverThatWasNeverStartedReleasesItsPort(Architecture architecture) throws Exception {
        int port;
        try (Server never = hello(architecture).open()) {
            port = never.port();
        }
        try (Server server = hello(architecture).port(port).start();
                TestClient client = TestClient.connect(server)) {
            assertThat(client.get("").text()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void portIsFreeAfterAShutdownWithoutTimeout(Architecture architecture) throws Exception {
        int port = 0;
        for (int i = 0; i < 50; i++) {
            Server server = hello(architecture).port(port).start();
            port = server.port();
            try (TestClient client = TestClient.connect(server)) {
                assertThat(client.get("").text()).isEqualTo("hello");
            }
            server.shutdownStrictly(Duration.ZERO);
            assertThat(TestClient.isRefused(server.address())).as("stop %s", i).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    @Execution(ExecutionMode.CONCURRENT)
    void secondShutdownWaitsForTheSameRequestsAsTheFirst(Architecture architecture) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Server server = Server.http(request -> {
                    begun.countDown();
                    Eventually.await(release);
                    return Response.text("done");
                })
                .architecture(architecture)
                .events(events)
                .start();
        try (TestClient client = TestClient.connect(server)) {
            client.send(Dialect.HTTP.phrase(""));
            Eventually.await(begun);
            FutureTask<Boolean> first = Eventually.begin(() -> server.shutdown(Duration.ofSeconds(20)));
            Eventually.await("new connections are refused", () -> TestClient.isRefused(server.address()));
            FutureTask<Boolean> second = Eventually.begin(() -> server.shutdown(Duration.ofSeconds(20)));
            release.countDown();
            assertThat(client.readReply().text()).isEqualTo("done");
            assertThat(Eventually.result(first)).isTrue();
            assertThat(Eventually.result(second)).isTrue();
            assertThat(server.stats().connectionsOpen()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    @Execution(ExecutionMode.CONCURRENT)
    void halfWrittenReplyIsCompletedDuringDrain(Subject subject) throws Exception {
        String large = "x".repeat(8 << 20);
        Server server = started(subject, text -> text.equals("large") ? large : text);
        try (TestClient client = TestClient.connectWithReceiveBuffer(server, 16_384)) {
            client.send(subject.dialect().phrase("large"));
            byte[] begun = client.readBytes(1);
            FutureTask<Boolean> closing = Eventually.begin(() -> server.shutdown(Duration.ofSeconds(20)));
            Eventually.await("new connections are refused", () -> TestClient.isRefused(server.address()));
            assertThat(closing).isNotDone();
            int rest = 0;
            byte[] part = new byte[65_536];
            for (int count = client.readSome(part); count >= 0; count = client.readSome(part)) {
                rest += count;
            }
            assertThat(begun.length + rest).isGreaterThanOrEqualTo(large.length());
            assertThat(Eventually.result(closing)).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void shutdownNowWaitsForNeitherSlowReadersNorHandlers(Architecture architecture) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Server server = Server.http(request -> {
                    if (request.path().equals("/stuck")) {
                        begun.countDown();
                        release.await();
                    }
                    return Response.bytes("text/plain", new byte[8 << 20]);
                })
                .architecture(architecture)
                .events(events)
                .start();
        try (TestClient slow = TestClient.connectWithReceiveBuffer(server, 16_384);
                TestClient stuck = TestClient.connect(server);
                TestClient idle = TestClient.connect(server)) {
            slow.send(Dialect.HTTP.phrase("large")).readByte();
            stuck.send(Dialect.HTTP.phrase("stuck"));
            Eventually.await(begun);
            FutureTask<Boolean> draining = Eventually.begin(() -> server.shutdown(Duration.ofMinutes(10)));
            Eventually.await("new connections are refused", () -> TestClient.isRefused(server.address()));
            long before = System.nanoTime();
            server.shutdownNow();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
            assertThat(Eventually.result(draining)).isFalse();
            assertThat(server.stats().connectionsOpen()).isZero();
            assertThat(server.stats().inFlight()).isZero();
            assertThat(stuck.awaitEnd()).isNotNull();
            assertThat(idle.awaitEnd()).isNotNull();
        } finally {
            release.countDown();
        }
    }

    /** A connection that is accepted is answered in full; any other is refused, or ends before any reply. */
    @ParameterizedTest
    @MethodSource("architectures")
    void clientThatConnectsDuringCloseIsAnsweredInFullOrNotAtAll(Architecture architecture) throws Exception {
        for (int i = 0; i < 5; i++) {
            Server server = hello(architecture).start();
            CountDownLatch busy = new CountDownLatch(4);
            List<FutureTask<Integer>> clients = new ArrayList<>();
            for (int client = 0; client < 4; client++) {
                clients.add(Eventually.begin(() -> connectUntilRefused(server, busy)));
            }
            Eventually.await(busy);
            assertThat(server.shutdown(Duration.ofSeconds(20))).isTrue();
            for (FutureTask<Integer> client : clients) {
                assertThat(Eventually.result(client)).isGreaterThanOrEqualTo(5);
            }
            assertThat(server.stats().connectionsOpen()).isZero();
            assertThat(server.stats().inFlight()).isZero();
        }
    }

    private static int connectUntilRefused(Server server, CountDownLatch busy) throws IOException {
        for (int answered = 0; ; ) {
            TestClient client;
            try {
                client = TestClient.connect(server);
            } catch (IOException refused) {
                return answered;
            }
            try (client) {
                int first;
                try {
                    first = client.send(Dialect.HTTP.phrase("")).readByte();
                } catch (IOException rejected) {
                    continue;
                }
                assertThat(first).isEqualTo('H');
                assertThat(client.readReply().text()).isEqualTo("hello");
                answered++;
                if (answered == 5) {
                    busy.countDown();
                }
            }
        }
    }

    private Server started(Subject subject, Dialect.Talk talk) throws IOException {
        return subject.server(talk).events(events).timeouts(AT_ONCE).start();
    }

    private Server.Builder hello(Architecture architecture) {
        return Server.http(request -> Response.text("hello"))
                .architecture(architecture)
                .events(events)
                .timeouts(AT_ONCE);
    }
}
