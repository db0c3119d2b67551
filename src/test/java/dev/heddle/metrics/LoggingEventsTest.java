package dev.heddle.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The log lines, and a server whose log blocks or fails. */
@Timeout(60)
class LoggingEventsTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7);

    private final Sink sink = new Sink();

    /** A log that blocks until the test lets it write. */
    private static final class Sink implements System.Logger {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch mayWrite = new CountDownLatch(1);
        private final Queue<String> written = new ConcurrentLinkedQueue<>();
        private volatile Level from = Level.WARNING;

        @Override
        public String getName() {
            return "sink";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= from.getSeverity();
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String line, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                write(line);
            }
        }

        @Override
        public void log(Level level, @Nullable ResourceBundle bundle, String format, Object @Nullable ... parameters) {
            if (isLoggable(level)) {
                write(format);
            }
        }

        private void write(String line) {
            reached.countDown();
            try {
                mayWrite.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            written.add(line);
            if (line.contains("broken")) {
                throw new IllegalStateException("the disk is full");
            }
        }
    }

    @AfterEach
    void unblock() {
        sink.mayWrite.countDown();
    }

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void blockedLogDoesNotBlockServing(Architecture architecture) throws Exception {
        Server server = Server.http(request -> {
                    throw new IllegalStateException("on purpose");
                })
                .architecture(architecture)
                .events(new LoggingEvents(sink))
                .start();
        try {
            try (TestClient client = TestClient.connect(server)) {
                for (int i = 0; i < 50; i++) {
                    assertThat(client.get("").status()).isEqualTo(500);
                }
                Eventually.await(sink.reached);
                assertThat(client.get("").status()).isEqualTo(500);
            }
            long before = System.nanoTime();
            assertThat(server.shutdown()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
            assertThat(sink.written).isEmpty();
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void blockedLogDoesNotBlockReportsAndCountsDroppedLines() throws Exception {
        // The first line is that of the log's preparation, which else could be among the others.
        sink.from = System.Logger.Level.TRACE;
        LoggingEvents events = new LoggingEvents(sink);
        Eventually.await(sink.reached);
        int many = 1000;
        FutureTask<Integer> reports = Eventually.begin(() -> {
            for (int i = 1; i <= many; i++) {
                events.connectionsAborted(i, Duration.ZERO);
            }
            return many;
        });
        assertThat(Eventually.result(reports)).isEqualTo(many);
        sink.mayWrite.countDown();
        Eventually.await("the last line that was kept", () -> sink.written.size() == 258);
        List<String> written = List.copyOf(sink.written);
        assertThat(written.get(0)).startsWith("ready to log");
        assertThat(written.get(1)).startsWith(many - 256 + " log messages dropped");
        for (int i = 1; i <= 256; i++) {
            assertThat(written.get(i + 1)).startsWith("shutdown: " + i + " connection");
        }
    }

    @Test
    void failingLogIsTriedAgainWithTheNextLine() throws Exception {
        sink.mayWrite.countDown();
        LoggingEvents events = new LoggingEvents(sink);
        events.handlerFailed(InetSocketAddress.createUnresolved("broken", 7), new IllegalStateException("on purpose"));
        events.connectionsAborted(1, Duration.ZERO);
        events.closed();
        assertThat(sink.written).hasSize(2);
    }

    @Test
    void closedWaitsForTheLinesBefore() {
        sink.mayWrite.countDown();
        LoggingEvents events = new LoggingEvents(sink);
        for (int i = 0; i < 100; i++) {
            events.misconfigured("line " + i);
        }
        events.closed();
        assertThat(sink.written).hasSize(100);
    }

    @Test
    void linesHaveEventAndLimit() {
        sink.mayWrite.countDown();
        LoggingEvents events = new LoggingEvents(sink);
        events.acceptFailed(0, new SocketException("Too many open files"), 5_000_000);
        events.connectionRejected(PEER, 32_768);
        events.connectionUntrusted(PEER, "it comes from no trusted address");
        events.messageRejected(PEER, "in-flight limit (32768) reached");
        events.handlerFailed(PEER, new IllegalStateException("first line\r\n  second line"));
        events.handlerTimedOut(PEER, new Throwable("in a handler for 20 ms"));
        events.connectionFailed(PEER, new IllegalStateException());
        events.watchdogFailed(new OutOfMemoryError());
        events.connectionsAborted(1, Duration.ZERO);
        events.connectionsAborted(2, Duration.ofSeconds(20));
        events.certificatesNotReloaded(new IOException("key.pem: no such file"));
        events.certificatesNotReloaded(new IllegalStateException("a bug"));
        events.closed();
        assertThat(sink.written)
                .containsExactly(
                        "accept failed on acceptor 0, retrying after 5 ms: java.net.SocketException: Too many open files",
                        "connection limit (32768) reached, rejecting " + PEER,
                        "closing a connection from " + PEER + ": it comes from no trusted address",
                        "in-flight limit (32768) reached, rejecting a message from " + PEER,
                        "handler failed on a message from " + PEER
                                + ": java.lang.IllegalStateException: first line second line",
                        "handler timed out on a message from " + PEER + ": in a handler for 20 ms",
                        "internal error on the connection from " + PEER + ": java.lang.IllegalStateException",
                        "watchdog failed, timeouts may be enforced late: java.lang.OutOfMemoryError",
                        "shutdown: 1 connection aborted",
                        "shutdown: 2 connections aborted after the drain timeout (20000 ms)",
                        "the new certificates are invalid, and the old ones are still served: key.pem: no such file",
                        "the new certificates are invalid, and the old ones are still served:"
                                + " java.lang.IllegalStateException: a bug");
    }

    @Test
    void repeatedOverloadIsLoggedOnceASecond() {
        sink.mayWrite.countDown();
        LoggingEvents events = new LoggingEvents(sink);
        long before = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            events.connectionRejected(PEER, 1);
        }
        events.closed();
        assertThat(sink.written)
                .hasSizeBetween(
                        1,
                        1 + (int) Duration.ofNanos(System.nanoTime() - before).toSeconds() + 1);
    }

    @Test
    void connectionsThatAreNotTrustedAreLoggedOnceASecond() {
        sink.mayWrite.countDown();
        LoggingEvents events = new LoggingEvents(sink);
        long before = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            events.connectionUntrusted(PEER, "no PROXY header");
        }
        events.closed();
        assertThat(sink.written)
                .hasSizeBetween(
                        1,
                        1 + (int) Duration.ofNanos(System.nanoTime() - before).toSeconds() + 1);
    }

    @Test
    void failedHandshakeIsATraceAndThatOfABrokenManagerAnErrorOnceASecond() {
        sink.mayWrite.countDown();
        LoggingEvents quiet = new LoggingEvents(sink);
        long before = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            quiet.handshakeFailed(PEER, new SSLHandshakeException("no cipher suites in common"));
            quiet.handshakeFailed(PEER, new IllegalStateException("on purpose"));
        }
        quiet.closed();
        int paced = 1 + (int) Duration.ofNanos(System.nanoTime() - before).toSeconds() + 1;
        assertThat(sink.written).hasSizeBetween(1, paced).allMatch(line -> line.contains("Exception: on purpose"));

        sink.written.clear();
        sink.from = System.Logger.Level.TRACE;
        LoggingEvents traced = new LoggingEvents(sink);
        long from = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            traced.handshakeFailed(PEER, new SSLHandshakeException("no cipher suites in common"));
        }
        traced.closed();
        assertThat(sink.written)
                .filteredOn(line -> line.startsWith("handshake failed with " + PEER))
                .hasSizeBetween(
                        1, 1 + (int) Duration.ofNanos(System.nanoTime() - from).toSeconds() + 1)
                .allMatch(line -> line.endsWith("SSLHandshakeException: no cipher suites in common"));
    }
}
