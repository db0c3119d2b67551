package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess.Ended;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients and operators notice when {@code heddle} gets a signal to stop. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class StoppingIT {
    private static final byte[] HELLO = request("/plaintext");

    private static byte[] request(String target) {
        return ("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"single-threaded", "single-acceptor", "multi-acceptor", "message-balanced", "socket-sharded"})
    void busyClientsLoseNoRequestOnShutdown(String architecture) throws Exception {
        int clients = 4;
        // The server is closed first: then all clients end, however the test does. The time is long, since each of them
        // has to send one more request to learn of the drain, and a busy machine may not let it run.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                HeddleProcess heddle =
                        HeddleProcess.start("demo", "-a", architecture, "-p", "0", "--drain-idle-timeout", "20s")) {
            int port = heddle.port();
            CountDownLatch busy = new CountDownLatch(clients);
            List<Future<Integer>> answered = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                answered.add(threads.submit(() -> sendUntilConnectionClose(port, busy)));
            }
            busy.await();
            heddle.terminate();
            for (Future<Integer> each : answered) {
                assertThat(each.get()).isGreaterThan(100);
            }
            assertThat(heddle.awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
        }
    }

    /** Sends requests until a response closes the connection, and returns their number. Fails if one is not answered completely. */
    private static int sendUntilConnectionClose(int port, CountDownLatch busy) throws IOException {
        try (Socket socket = new RawClient(port).open()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int answered = 1; ; answered++) {
                socket.getOutputStream().write(HELLO);
                String head = head(in);
                assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").contains("Content-Length: 13\r\n");
                assertThat(in.readNBytes(13))
                        .asString(StandardCharsets.US_ASCII)
                        .isEqualTo("Hello, World!");
                if (answered == 100) {
                    busy.countDown();
                }
                if (head.contains("Connection: close\r\n")) {
                    assertThat(in.read()).isEqualTo(-1);
                    return answered;
                }
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int value = in.read();
            if (value < 0) {
                throw new EOFException("a request was not answered; so far: '" + head + "'");
            }
            head.append((char) value);
        }
        return head.toString();
    }

    @Test
    void requestInFlightIsAnsweredOnShutdown() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-p", "0")) {
            int port = heddle.port();
            try (Socket slow = inFlight(port, "/sleep?ms=1500")) {
                heddle.terminate();
                assertThat(head(slow.getInputStream())).startsWith("HTTP/1.1 200 OK\r\n");
            }
            assertThat(heddle.awaitEnd()).isEqualTo(new Ended(0, "", List.of()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sleep?ms=600000", "/spin?us=60000000"})
    void secondSignalAbortsConnections(String target) throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-p", "0", "--drain-timeout", "10m")) {
            int port = heddle.port();
            try (Socket slow = inFlight(port, target)) {
                heddle.terminate();
                awaitRefused(port);
                long before = System.nanoTime();
                heddle.terminate();
                Ended ended = heddle.awaitEnd();
                assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(20));
                assertThat(ended.code()).isEqualTo(1);
                assertThat(ended.err())
                        .singleElement()
                        .asString()
                        // Connections of awaitRefused may be among them.
                        .matches(".*WARN.*shutdown: [1-9][0-9]* connections? aborted.*");
                assertThat(slow.isClosed()).isFalse();
            }
        }
    }

    @Test
    void requestOverTheDrainTimeoutIsAborted() throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start("demo", "-p", "0", "--drain-timeout", "300ms")) {
            int port = heddle.port();
            try (Socket slow = inFlight(port, "/sleep?ms=600000")) {
                heddle.terminate();
                Ended ended = heddle.awaitEnd();
                assertThat(ended.code()).isEqualTo(1);
                assertThat(ended.err()).singleElement().asString().contains("aborted");
                assertThat(slow.isClosed()).isFalse();
            }
        }
    }

    /** Sends a request and waits until the server handles it. */
    private static Socket inFlight(int port, String target) throws IOException {
        Socket slow = new RawClient(port).open();
        slow.getOutputStream().write(request(target));
        String stats = "";
        while (!stats.contains("\"inFlight\":2,")) {
            stats = new RawClient(port).get("/stats").text();
        }
        return slow;
    }

    /** Waits until the server does not listen any more: the first signal has arrived. */
    private static void awaitRefused(int port) throws IOException {
        while (true) {
            try {
                new RawClient(port).open().close();
            } catch (ConnectException e) {
                return;
            } catch (SocketException e) {
                // The kernel had queued the connection when the listening socket was closed: try again.
            }
        }
    }
}
