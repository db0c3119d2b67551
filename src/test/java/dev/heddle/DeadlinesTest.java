package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.DeadlineException;
import dev.heddle.support.Dialect;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.Subject;
import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every timeout of {@link Timeouts} fires, in every architecture. The tests mostly wait, so they wait together. */
@Timeout(60)
class DeadlinesTest {
    private static final Duration SHORT = Duration.ofMillis(600);

    /** Less than any deadline that is not the one under test. Says nothing of how exact they are: see {@link #LATENESS}. */
    private static final Duration LONG = Duration.ofSeconds(6);

    private static final Duration TICK = Duration.ofMillis(Timeouts.PRECISION_MILLIS);

    /** How late the timeout of each test method fired, run by run. A busy machine delays some runs, a late watchdog all. */
    private static final Map<String, Queue<Duration>> LATENESS = new ConcurrentHashMap<>();

    private static final Duration MOST_LATENESS = TICK.multipliedBy(2);

    private static final Timeouts DEFAULTS = Timeouts.defaults();
    private static final int MIN_RATE = 500;

    /** For a client that must not be late itself, on a machine that may be busy. */
    private static final int ATTEMPTS = 5;

    private static final byte[] PART = new byte[65_536];

    private String method = "";

    @BeforeEach
    void nameMethod(TestInfo test) {
        method = test.getTestMethod().orElseThrow().getName();
    }

    @AfterAll
    static void theWatchdogIsNotLate() {
        LATENESS.forEach((method, runs) -> {
            assertThat(Collections.min(runs))
                    .as("lateness of the best run of %s", method)
                    .isLessThan(MOST_LATENESS);
        });
    }

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    static Stream<Subject> subjects() {
        return Subject.all();
    }

    // ---- head

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("subjects")
    void stalledHeadGets408(Subject subject) throws Exception {
        try (Server server = subject.server(text -> text)
                        .timeouts(DEFAULTS.withHead(SHORT))
                        .events(new RecordingEvents())
                        .start();
                TestClient client = TestClient.connect(server)) {
            assertThat(subject.dialect().ask(client, "fine")).isEqualTo("fine");
            long before = System.nanoTime();
            client.send(firstHalf(subject.dialect().phrase("stalls")));
            assertThat(client.readLine()).isEqualTo(tooSlow(subject.dialect()));
            assertThatItTookAbout(SHORT, before);
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("subjects")
    void tricklingHeadGets408AsSoonAsAStalledOne(Subject subject) throws Exception {
        RecordingEvents events = new RecordingEvents();
        try (Server server = subject.server(text -> text)
                        .timeouts(DEFAULTS.withHead(SHORT))
                        .events(events)
                        .start();
                TestClient client = TestClient.connect(server)) {
            long before = System.nanoTime();
            client.send(firstHalf(subject.dialect().phrase("trickles")));
            trickleUntil(client, client::hasInput);
            assertThat(client.readLine()).isEqualTo(tooSlow(subject.dialect()));
            assertThatItTookAbout(SHORT, before);
            assertThat(events.broken()).singleElement().asString().contains("600 ms");
        }
    }

    private static String firstHalf(String phrase) {
        return phrase.substring(0, phrase.length() / 2);
    }

    private static String tooSlow(Dialect dialect) {
        return switch (dialect) {
            case HTTP -> "HTTP/1.1 408 Request Timeout";
            case LINE -> "-ERR too slow";
        };
    }

    // ---- idle

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("subjects")
    void silentConnectionIsClosedBeforeOneThatHasSentAMessage(Subject subject) throws Exception {
        try (Server server = subject.server(text -> text)
                        .timeouts(DEFAULTS.withFirstMessage(SHORT))
                        .start();
                TestClient served = TestClient.connect(server);
                TestClient silent = TestClient.connect(server)) {
            assertThat(subject.dialect().ask(served, "fine")).isEqualTo("fine");
            assertThat(silent.awaitEnd()).isEqualTo(End.CLOSED);
            assertThat(subject.dialect().ask(served, "again")).isEqualTo("again");
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("subjects")
    void idleConnectionIsClosedWithoutAReply(Subject subject) throws Exception {
        try (Server server = subject.server(text -> text)
                        .timeouts(DEFAULTS.withIdle(SHORT))
                        .start();
                TestClient silent = TestClient.connect(server);
                TestClient served = TestClient.connect(server)) {
            long before = System.nanoTime();
            assertThat(subject.dialect().ask(served, "fine")).isEqualTo("fine");
            FutureTask<Boolean> keepsAsking = Eventually.begin(() -> {
                boolean kept = false;
                for (int i = 0; i < ATTEMPTS && !kept; i++) {
                    kept = isKeptWhileItAsks(server, subject.dialect());
                }
                return kept;
            });
            assertThat(silent.awaitEnd()).isEqualTo(End.CLOSED);
            assertThatItTookAbout(SHORT, before);
            assertThat(served.awaitEnd()).isEqualTo(End.CLOSED);
            assertThatItTookAbout(SHORT, before);
            assertThat(Eventually.result(keepsAsking))
                    .as("a client that asks more often is kept")
                    .isTrue();
        }
    }

    /**
     * Whether a connection that keeps asking outlives the idle timeout; false if the client itself was held up for so long that it
     * may have been idle.
     */
    private static boolean isKeptWhileItAsks(Server server, Dialect dialect) throws Exception {
        long begun = System.nanoTime();
        long asked = begun;
        try (TestClient busy = TestClient.connect(server)) {
            while (System.nanoTime() - begun < 3 * SHORT.toNanos()) {
                long previous = asked;
                asked = System.nanoTime();
                try {
                    assertThat(dialect.ask(busy, "fine")).isEqualTo("fine");
                } catch (IOException e) {
                    if (System.nanoTime() - previous < SHORT.minus(TICK).toNanos()) {
                        throw e;
                    }
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return true;
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("subjects")
    void connectionIsNotIdleWhileItsHandlerRuns(Subject subject) throws Exception {
        Dialect.Talk talk = text -> {
            TimeUnit.MILLISECONDS.sleep(3 * SHORT.toMillis());
            return text;
        };
        try (Server server = subject.server(talk)
                        .timeouts(DEFAULTS.withIdle(SHORT).withHead(SHORT).withBody(SHORT, 500))
                        .start();
                TestClient client = TestClient.connect(server)) {
            assertThat(subject.dialect().ask(client, "slow")).isEqualTo("slow");
            assertThat(subject.dialect().ask(client, "again")).isEqualTo("again");
        }
    }

    // ---- body

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void tricklingBodyFailsTheHandlersReadAndGets408(Architecture architecture) throws Exception {
        AtomicReference<IOException> seen = new AtomicReference<>();
        Handler handler = request -> {
            try {
                return Response.text("read " + request.readBody(100_000).length);
            } catch (IOException e) {
                seen.set(e);
                throw e;
            }
        };
        try (Server server = started(architecture, DEFAULTS.withBody(SHORT, 1000), handler);
                TestClient client = TestClient.connect(server)) {
            long before = System.nanoTime();
            client.send("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: 100000\r\n\r\n");
            trickleUntil(client, client::hasInput);
            HttpReply reply = client.readReply();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.closes()).isTrue();
            assertThatItTookAbout(SHORT, before);
            assertThat(seen.get()).isInstanceOf(DeadlineException.class).hasMessageContaining("below 1000 bytes/s");
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void bodyAboveTheMinimumRateMayTakeLongerThanTheTimeout(Architecture architecture) throws Exception {
        Handler handler = request -> Response.text("read " + request.readBody(100_000).length);
        try (Server server = started(architecture, DEFAULTS.withBody(SHORT, MIN_RATE), handler)) {
            boolean served = false;
            for (int i = 0; i < ATTEMPTS && !served; i++) {
                served = isServedWhileItKeepsItsRate(server);
            }
            assertThat(served).as("it is served").isTrue();
        }
    }

    /** Whether a body that arrives at five times the minimum rate is read; false if the client itself was held up. */
    private static boolean isServedWhileItKeepsItsRate(Server server) throws Exception {
        try (TestClient client = TestClient.connect(server)) {
            long begun = System.nanoTime();
            client.send("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: " + 8 * MIN_RATE + "\r\n\r\n");
            for (int i = 0; i < 8; i++) {
                client.send(new byte[MIN_RATE]); // each of them earns a second
                TimeUnit.MILLISECONDS.sleep(SHORT.toMillis() / 3);
                Duration allowed = SHORT.minus(TICK).plusSeconds(i + 1);
                if (System.nanoTime() - begun > allowed.toNanos()) {
                    return false;
                }
            }
            assertThat(client.readReply().text()).isEqualTo("read " + 8 * MIN_RATE);
            return true;
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void bodyThatStallsAfterAFastStartGets408(Architecture architecture) throws Exception {
        Handler handler = request -> Response.text("read " + request.readBody(5_000_000).length);
        try (Server server = started(architecture, DEFAULTS.withBody(SHORT, 1000), handler);
                TestClient client = TestClient.connect(server)) {
            client.send("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: 4000001\r\n\r\n");
            client.send(new byte[4_000_000]); // more than an hour's worth at that rate
            long before = System.nanoTime();
            assertThat(client.readReply().status()).isEqualTo(408);
            assertThatItTookAbout(SHORT.multipliedBy(6), before);
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void handlerThatPausesBetweenReadsIsNotTakenForASlowClient(Architecture architecture) throws Exception {
        int length = 100_000;
        Handler handler = request -> {
            InputStream body = request.body();
            int sum = 0;
            for (int i = 0; i < 5; i++) {
                sum += body.readNBytes(length / 5).length;
                TimeUnit.MILLISECONDS.sleep(SHORT.toMillis() / 2);
            }
            return Response.text("read " + sum);
        };
        try (Server server = started(architecture, DEFAULTS.withBody(SHORT, 1_000_000), handler);
                TestClient client = TestClient.connect(server)) {
            client.send("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: " + length + "\r\n\r\n");
            client.send(new byte[length]);
            assertThat(client.readReply().text()).isEqualTo("read " + length);
        }
    }

    // ---- write and linger

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void clientThatStopsReadingIsAbortedAndItsHandlerFreed(Architecture architecture) throws Exception {
        CountDownLatch freed = new CountDownLatch(1);
        Handler handler = request -> request.path().equals("/quick")
                ? Response.text("quick")
                : Response.stream("application/octet-stream", out -> {
                    try {
                        for (int i = 0; i < 1024; i++) {
                            out.write(PART);
                        }
                    } finally {
                        freed.countDown();
                    }
                });
        RecordingEvents events = new RecordingEvents();
        try (Server server = Server.http(handler)
                        .architecture(architecture)
                        .timeouts(DEFAULTS.withWrite(SHORT))
                        .events(events)
                        .start();
                TestClient client = TestClient.connectWithReceiveBuffer(server, 16_384);
                TestClient quick = TestClient.connect(server)) {
            long before = System.nanoTime();
            client.send(Dialect.HTTP.phrase("large"));
            while (freed.getCount() > 0) {
                assertThat(quick.get("quick").text()).isEqualTo("quick");
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG);
            }
            assertThatItTookAbout(SHORT, before);
            Eventually.await(
                    "only the quick connection is open", () -> server.stats().connectionsOpen() == 1);
            assertThat(quick.get("quick").text()).isEqualTo("quick");
        }
        assertThat(events.broken()).containsExactly("write timeout: no progress for 600 ms");
    }

    /** Small parts, each of them read in time: no single write is ever late. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void clientBelowTheMinimumWriteRateIsAborted(Architecture architecture) throws Exception {
        CountDownLatch freed = new CountDownLatch(1);
        Handler handler = request -> Response.stream("application/octet-stream", out -> {
            try {
                for (int i = 0; i < 1 << 20; i++) {
                    out.write(PART, 0, 1024);
                    out.flush();
                }
            } finally {
                freed.countDown();
            }
        });
        RecordingEvents events = new RecordingEvents();
        try (Server server = Server.http(handler)
                        .architecture(architecture)
                        .timeouts(DEFAULTS.withWrite(SHORT).withMinWriteRate(100_000_000))
                        .limits(Limits.builder().sendBuffer(4096).build())
                        .events(events)
                        .start();
                TestClient client = TestClient.connectWithReceiveBuffer(server, 4096)) {
            client.send(Dialect.HTTP.phrase("large"));
            byte[] part = new byte[4096];
            long until = System.nanoTime() + 2 * LONG.toNanos();
            while (freed.getCount() > 0) {
                assertThat(System.nanoTime()).as("it goes on forever").isLessThan(until);
                try {
                    assertThat(client.readSome(part)).isNotZero();
                } catch (SocketException e) {
                    Eventually.await(freed);
                }
                TimeUnit.MILLISECONDS.sleep(10); // a hundred times a second: slow, but never a stall
            }
            Eventually.await("the connection is closed", () -> server.stats().connectionsOpen() == 0);
        }
        assertThat(events.broken())
                .isNotEmpty()
                .allSatisfy(reason -> assertThat(reason).isEqualTo("client too slow: below 100000000 bytes/s"));
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void rejectedClientThatKeepsSendingIsClosedAfterLinger(Architecture architecture) throws Exception {
        try (Server server = started(architecture, DEFAULTS.withLinger(SHORT), request -> Response.text("no"));
                TestClient client = TestClient.connect(server)) {
            long before = System.nanoTime();
            client.send("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: 100000000\r\n\r\n");
            assertThat(client.readReply().text()).isEqualTo("no");
            trickleUntil(client, () -> server.stats().connectionsOpen() == 0);
            assertThatItTookAbout(SHORT, before);
        }
    }

    /** More of its reply is in the kernel than leaves unread; it may read that for as long as it might read while it was written. */
    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void clientThatKeepsSendingAndNeitherReadsNorLeavesIsClosedAfterTheWriteTimeout(Architecture architecture)
            throws Exception {
        Duration write = SHORT.multipliedBy(2);
        try (Server server = started(
                        architecture,
                        DEFAULTS.withLinger(SHORT).withWrite(write),
                        request -> Response.bytes("x/y", new byte[32_768]));
                TestClient client = TestClient.connect(server)) {
            long before = System.nanoTime();
            client.send("POST / HTTP/1.1\r\nHost: heddle\r\nContent-Length: 100000000\r\n\r\n");
            assertThat(client.readByte()).isEqualTo('H');
            trickleUntil(client, () -> server.stats().connectionsOpen() == 0);
            assertThatItTookAbout(write, before);
        }
    }

    // ---- drain

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void requestDuringDrainIsAnsweredWithConnectionClose(Architecture architecture) throws Exception {
        Timeouts patient = DEFAULTS.withDrain(LONG, Duration.ofSeconds(20));
        Server server = started(architecture, patient, request -> Response.text("fine"));
        try (TestClient client = TestClient.connect(server)) {
            assertThat(client.get("").closes()).isFalse();
            long before = System.nanoTime();
            FutureTask<Boolean> closing = Eventually.begin(() -> server.shutdown(Duration.ofSeconds(20)));
            Eventually.await("new connections are refused", () -> TestClient.isRefused(server.address()));
            HttpReply last = client.get("");
            assertThat(last.text()).isEqualTo("fine");
            assertThat(last.closes()).isTrue();
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
            assertThat(Eventually.result(closing)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG);
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void idleConnectionDuringDrainIsClosedAfterDrainIdle(Architecture architecture) throws Exception {
        Timeouts timeouts = DEFAULTS.withDrain(SHORT, Duration.ofSeconds(20));
        Server server = started(architecture, timeouts, request -> Response.text("fine"));
        try (TestClient client = TestClient.connect(server)) {
            assertThat(client.get("").closes()).isFalse();
            long before = System.nanoTime();
            assertThat(server.shutdown(Duration.ofSeconds(20))).isTrue();
            assertThatItTookAbout(SHORT, before);
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        }
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("architectures")
    void handlerThatNeverReturnsIsInterruptedWhenTheDrainTimesOut(Architecture architecture) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Handler handler = request -> {
            begun.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Response.text("too late");
        };
        Server server = started(architecture, DEFAULTS.withDrain(Duration.ZERO, SHORT), handler);
        try (TestClient client = TestClient.connect(server)) {
            client.send(Dialect.HTTP.phrase(""));
            Eventually.await(begun);
            long before = System.nanoTime();
            assertThat(server.shutdown(SHORT)).isFalse();
            assertThatItTookAbout(SHORT, before);
            client.awaitEnd();
            assertThat(server.stats().connectionsOpen()).isZero();
            Eventually.await(interrupted);
        } finally {
            never.countDown();
        }
    }

    // ---- what is shared

    /** A condition to wait for. */
    private interface Condition {
        boolean isMet() throws IOException;
    }

    /** Sends a byte at intervals until the condition is met. */
    private static void trickleUntil(TestClient client, Condition condition) throws Exception {
        long until = System.nanoTime() + LONG.toNanos();
        while (!condition.isMet()) {
            assertThat(System.nanoTime()).as("it goes on forever").isLessThan(until);
            try {
                client.send("x");
            } catch (IOException e) {
                // Closed already: the condition is met now or never.
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void assertThatItTookAbout(Duration timeout, long since) {
        Duration took = Duration.ofNanos(System.nanoTime() - since);
        // The clock that is read when a deadline is set may be one tick old.
        assertThat(took).isBetween(timeout.minus(TICK), LONG);
        LATENESS.computeIfAbsent(method, any -> new ConcurrentLinkedQueue<>()).add(took.minus(timeout));
    }

    private static Server started(Architecture architecture, Timeouts timeouts, Handler handler) throws IOException {
        return Server.http(handler)
                .architecture(architecture)
                .timeouts(timeouts)
                .events(new RecordingEvents())
                .start();
    }
}
