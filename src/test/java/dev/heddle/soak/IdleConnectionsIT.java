package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Architecture;
import dev.heddle.support.TestClient;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many clients that keep idle connections, and a few that are busy. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class IdleConnectionsIT {
    private static final int IDLE = SoakScale.of(1000, 18_000);
    private static final int BUSY = 64;
    private static final int REQUESTS_OF_EACH = SoakScale.of(20, 500);

    /**
     * For each idle connection, of live heap and of resident memory. Measured: 3 to 5 KiB and 5 to 10 KiB. Of a small crowd the
     * resident memory is mostly what the JVM itself touches meanwhile.
     */
    private static final long MOST_HEAP_OF_EACH = 16 * 1024L;

    private static final long MOST_RESIDENT_OF_EACH = SoakScale.of(32, 16) * 1024L;
    private static final byte[] HELLO =
            "GET /plaintext HTTP/1.1\r\nHost: heddle\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static Stream<String> architectures() {
        return Architecture.all().stream().map(Architecture::label);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void idleConnectionsCostLittleMemoryAndBusyOnesAreServed(String architecture) throws Exception {
        List<Socket> idle = new ArrayList<>();
        try (DemoServer server = DemoServer.start(architecture, "--idle-timeout", "5m")) {
            int length = responseLength(server);
            HeldResources before = server.holdingsAtRest();
            long heap = server.liveHeap();
            long resident = server.residentMemory();
            for (int i = 0; i < IDLE; i++) {
                Socket socket = SourceAddresses.connect(server.address(), i);
                idle.add(socket);
                ask(socket, length);
            }
            assertThat(server.figure("open")).isEqualTo(IDLE + 1L);
            long residentOfEach = (server.residentMemory() - resident) / IDLE;
            long heapOfEach = (server.liveHeap() - heap) / IDLE;

            long begun = System.nanoTime();
            serveBusyOnes(server);
            long micros = (System.nanoTime() - begun) / 1000;

            for (Socket socket : idle) {
                ask(socket, length);
                socket.close();
            }
            server.assertHoldsAgain(before);
            SoakScale.report(
                    "idle %s: %d kept, each %d bytes of live heap and %d resident; %d busy ones made %d requests in %d ms",
                    architecture, IDLE, heapOfEach, residentOfEach, BUSY, BUSY * REQUESTS_OF_EACH, micros / 1000);
            assertThat(heapOfEach)
                    .as("bytes of live heap of each idle connection")
                    .isLessThan(MOST_HEAP_OF_EACH);
            assertThat(residentOfEach).as("bytes of resident memory of each").isLessThan(MOST_RESIDENT_OF_EACH);
            server.assertEndsWell();
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private static void serveBusyOnes(DemoServer server) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> busy = new ArrayList<>();
            for (int i = 0; i < BUSY; i++) {
                busy.add(threads.submit(() -> {
                    try (TestClient client = TestClient.connect(server.address())) {
                        for (int j = 0; j < REQUESTS_OF_EACH; j++) {
                            assertThat(client.get("plaintext").text()).isEqualTo("Hello, World!");
                        }
                    }
                    return null;
                }));
            }
            for (Future<Void> each : busy) {
                each.get();
            }
        }
    }

    /** All responses to the same request have the same length. */
    private static int responseLength(DemoServer server) throws IOException {
        try (Socket socket = SourceAddresses.connect(server.address(), 0)) {
            socket.getOutputStream().write(HELLO);
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes().length;
        }
    }

    /** Uses no buffer for each client. */
    private static void ask(Socket socket, int length) throws IOException {
        socket.getOutputStream().write(HELLO);
        byte[] response = new byte[length];
        new DataInputStream(socket.getInputStream()).readFully(response);
        assertThat(new String(response, StandardCharsets.US_ASCII))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\nHello, World!");
    }
}
