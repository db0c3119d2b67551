package dev.heddle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The last response of a connection reaches a client that reads slowly, whatever that client still sends. */
@Timeout(60)
class WholeResponsesTest {
    /** More than the kernel's buffers hold on both sides, so that a part of it waits for the client at the end. */
    private static final int LARGE = 4 << 20;

    /** So much the kernel holds for a client that reads nothing. */
    private static final int HELD = 100_000;

    private static final int PART = 65_536;
    private static final String END = "the end";

    private static final byte[] BODY = body();

    private static byte[] body() {
        byte[] bytes = new byte[LARGE];
        Arrays.fill(bytes, (byte) 'x');
        System.arraycopy(END.getBytes(ISO_8859_1), 0, bytes, LARGE - END.length(), END.length());
        return bytes;
    }

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    /** Why the connection ends with the response. */
    enum Closes {
        CLIENT_SAYS_CLOSE("POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"),
        HTTP_1_0("POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi"),
        /** Another thread than the reader answers it in message-balanced, while the reader waits for the next request. */
        SERVER_SAYS_CLOSE("GET /close HTTP/1.1\r\nHost: h\r\n\r\n");

        private final String request;

        Closes(String request) {
            this.request = request;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Stream<Arguments> closes() {
        return architectures()
                .flatMap(architecture -> Arrays.stream(Closes.values()).map(why -> Arguments.of(architecture, why)));
    }

    @ParameterizedTest
    @MethodSource("closes")
    @Execution(ExecutionMode.CONCURRENT)
    void closingResponseArrivesWholeThoughTheClientSendsMore(Architecture architecture, Closes why) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        Handler handler = request -> {
            byte[] read = request.body().readAllBytes();
            begun.countDown();
            Eventually.await(sent);
            Response response = Response.bytes("x/y", BODY).header("Read", "" + read.length);
            return request.path().equals("/close") ? response.closeConnection() : response;
        };
        try (Server server = Server.http(handler).architecture(architecture).start();
                TestClient client = TestClient.connectWithReceiveBuffer(server, 16_384)) {
            client.send(why.request);
            Eventually.await(begun);
            client.send("\r\nGET /next HTTP/1.1\r\nHost: h\r\n\r\n");
            sent.countDown();
            assertThat(readSlowly(client, 5)).isEqualTo(END);
            client.endSending();
            Eventually.await("the connection is closed", () -> server.openConnections() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    @Execution(ExecutionMode.CONCURRENT)
    void responseHalfReadAtAStopArrivesWholeThoughTheClientSendsItsNextRequest(Architecture architecture)
            throws Exception {
        Server server = Server.http(request -> Response.bytes("x/y", BODY))
                .architecture(architecture)
                .start();
        try (TestClient client = TestClient.connectWithReceiveBuffer(server, 16_384)) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readLine()).endsWith("200 OK");
            // Not before the response is in the kernel's hands, or nearly so, as the next one would be answered as
            // well.
            assertArrivesWholeAtAStop(server, client, LARGE * 3 / 4);
        } finally {
            server.close();
        }
    }

    /** The server is stopped, the client reads so many bytes, sends its next request, and reads on to the end. */
    private static void assertArrivesWholeAtAStop(Server server, TestClient client, int bytesBeforeTheNextRequest)
            throws Exception {
        FutureTask<Boolean> closing = Eventually.begin(() -> server.shutdown(Duration.ofSeconds(20)));
        Eventually.await("new connections are refused", () -> TestClient.isRefused(server.address()));
        client.readBytes(bytesBeforeTheNextRequest);
        client.send("GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(readSlowly(client, 5)).isEqualTo(END);
        client.endSending();
        assertThat(Eventually.result(closing)).isTrue();
    }

    /** The kernel holds the rest of the response, and the server has nothing to do any more: to it the connection is idle. */
    @ParameterizedTest
    @MethodSource("architectures")
    @Execution(ExecutionMode.CONCURRENT)
    void responseThatTheKernelHoldsAtAStopArrivesWholeThoughTheClientSendsItsNextRequest(Architecture architecture)
            throws Exception {
        assertHeldResponseArrivesWhole(architecture, "");
    }

    /** The empty line has the connection wait for the client again, while in message-balanced another thread writes the response. */
    @ParameterizedTest
    @MethodSource("architectures")
    @Execution(ExecutionMode.CONCURRENT)
    void responseThatTheKernelHoldsAtAStopArrivesWholeThoughTheClientHasSentAnEmptyLine(Architecture architecture)
            throws Exception {
        assertHeldResponseArrivesWhole(architecture, "\r\n");
    }

    private static void assertHeldResponseArrivesWhole(Architecture architecture, String meanwhile) throws Exception {
        Server server = Server.http(request -> Response.bytes("x/y", BODY))
                .architecture(architecture)
                .timeouts(Timeouts.defaults().withDrain(Duration.ZERO, Duration.ofSeconds(20)))
                .start();
        try (TestClient client = TestClient.connectWithReceiveBuffer(server, 16_384)) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            assertThat(client.readLine()).endsWith("200 OK");
            client.send(meanwhile);
            long left = LARGE;
            while (server.stats().inFlight() > 0 && left > HELD) {
                left -= client.readBytes(4096).length;
            }
            Eventually.await("the rest is in the kernel", () -> server.stats().inFlight() == 0);
            assertArrivesWholeAtAStop(server, client, 0);
        } finally {
            server.close();
        }
    }

    /** However little the client may send, and for however short a time: that is no reason to lose what it reads. */
    @ParameterizedTest
    @MethodSource("architectures")
    @Execution(ExecutionMode.CONCURRENT)
    void earlyResponseArrivesWholeAtAClientThatUploadsOn(Architecture architecture) throws Exception {
        try (Server server = Server.http(request -> Response.bytes("x/y", BODY))
                        .architecture(architecture)
                        .timeouts(Timeouts.defaults().withLinger(Duration.ofMillis(1500)))
                        .limits(Limits.builder().lingerBytes(100_000).build())
                        .start();
                TestClient client = TestClient.connectWithReceiveBuffer(server, 16_384)) {
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000\r\n\r\n");
            FutureTask<Integer> upload = Eventually.begin(() -> uploadUntilClosed(client));
            assertThat(readSlowly(client, 60)).isEqualTo(END);
            client.endSending();
            assertThat(Eventually.result(upload)).isPositive();
            Eventually.await("the connection is closed", () -> server.openConnections() == 0);
        }
    }

    private static int uploadUntilClosed(TestClient client) {
        byte[] part = new byte[1000];
        int sent = 0;
        try {
            while (true) {
                client.send(part);
                sent++;
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (IOException | InterruptedException e) {
            return sent;
        }
    }

    /** Reads to the end with a pause after each 64 KiB, and returns the last bytes. */
    private static String readSlowly(TestClient client, int pauseMillis) throws Exception {
        byte[] part = new byte[PART];
        String last = "";
        long read = 0;
        try {
            for (int count = client.readSome(part); count >= 0; count = client.readSome(part)) {
                read += count;
                String text = last + new String(part, 0, count, ISO_8859_1);
                last = text.substring(Math.max(0, text.length() - END.length()));
                TimeUnit.MILLISECONDS.sleep((long) pauseMillis * count / PART);
            }
        } catch (SocketException e) {
            return e.getMessage() + " after " + read + " bytes";
        }
        return last;
    }
}
