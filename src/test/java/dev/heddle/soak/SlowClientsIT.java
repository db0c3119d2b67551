package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Architecture;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many clients that send their heads line by line and never to the end, and one that behaves well. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SlowClientsIT {
    private static final int SLOW = SoakScale.of(200, 2000);
    private static final int THREADS = 20;
    private static final int ROUNDS = SoakScale.of(1, 3);
    private static final int REQUESTS = SoakScale.of(300, 20_000);

    /** Of so few requests the 99th percentile would be the third-worst: any hiccup of the machine. */
    private static final int PERCENTILE = SoakScale.of(90, 99);

    /** A second, less what sending takes. */
    private static final int STEP_MILLIS = 1000;

    private static final byte[] HEAD =
            "GET /plaintext HTTP/1.1\r\nHost: heddle\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LINE = "X-a: b\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Below it a difference is the machine's, not the server's. */
    private static final long NOTICEABLE_MICROS = SoakScale.of(100_000, 1000);

    static Stream<String> architectures() {
        return Architecture.all().stream().map(Architecture::label);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void slowHeadsDoNotDelayOtherClients(String architecture) throws Exception {
        try (DemoServer server = DemoServer.start(architecture)) {
            latency(server); // warms up
            List<Latency> without = new ArrayList<>();
            List<Latency> with = new ArrayList<>();
            without.add(latency(server));
            for (int i = 0; i < ROUNDS; i++) {
                with.add(latencyAlongsideSlowOnes(server));
                without.add(latency(server));
            }
            SoakScale.report(
                    "p%d %s in us: alone %s, alongside %d slow ones %s", PERCENTILE, architecture, without, SLOW, with);
            assertThat(median(with, Latency::keptMicros))
                    .isLessThanOrEqualTo(Math.max(NOTICEABLE_MICROS, 3 * median(without, Latency::keptMicros)));
            assertThat(median(with, Latency::newMicros))
                    .isLessThanOrEqualTo(Math.max(NOTICEABLE_MICROS, 3 * median(without, Latency::newMicros)));
            server.assertEndsWell();
        }
    }

    /**
     * What requests take, at the percentile of this run.
     *
     * @param keptMicros on a connection that is kept
     * @param newMicros on a new connection each, with connecting
     */
    private record Latency(long keptMicros, long newMicros) {}

    private static Latency latencyAlongsideSlowOnes(DemoServer server) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> slow = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                slow.add(threads.submit(() -> {
                    dripUntil(over, server);
                    return null;
                }));
            }
            Latency latency;
            try {
                server.awaitConnections(open -> open > SLOW);
                latency = latency(server);
                assertThat(server.figure("open")).isGreaterThan(SLOW * 9 / 10);
            } finally {
                over.countDown();
            }
            for (Future<Void> each : slow) {
                each.get();
            }
            server.awaitConnections(open -> open == 1);
            return latency;
        }
    }

    /** Keeps its share of the slow clients connected: one that is closed connects again. */
    private static void dripUntil(CountDownLatch over, DemoServer server) throws IOException, InterruptedException {
        Socket[] sockets = new Socket[SLOW / THREADS];
        try {
            for (int i = 0; i < sockets.length; i++) {
                sockets[i] = attach(server, i);
            }
            while (!over.await(STEP_MILLIS, TimeUnit.MILLISECONDS)) {
                for (int i = 0; i < sockets.length; i++) {
                    try {
                        sockets[i].getOutputStream().write(LINE);
                    } catch (SocketException e) {
                        sockets[i].close();
                        sockets[i] = attach(server, i);
                    }
                }
            }
        } finally {
            for (Socket socket : sockets) {
                if (socket != null) {
                    socket.close();
                }
            }
        }
    }

    private static Socket attach(DemoServer server, int n) throws IOException {
        Socket socket = SourceAddresses.connect(server.address(), n);
        socket.getOutputStream().write(HEAD);
        return socket;
    }

    private static long median(List<Latency> all, ToLongFunction<Latency> which) {
        return all.stream()
                .mapToLong(which)
                .sorted()
                .skip(all.size() / 2)
                .findFirst()
                .orElseThrow();
    }

    private static Latency latency(DemoServer server) throws IOException {
        long[] kept = new long[REQUESTS];
        long[] each = new long[REQUESTS];
        try (TestClient client = TestClient.connect(server.address())) {
            for (int i = 0; i < REQUESTS; i++) {
                long begun = System.nanoTime();
                assertThat(client.get("plaintext").status()).isEqualTo(200);
                kept[i] = System.nanoTime() - begun;
                begun = System.nanoTime();
                assertThat(server.get("plaintext").status()).isEqualTo(200);
                each[i] = System.nanoTime() - begun;
            }
        }
        return new Latency(percentileMicros(kept), percentileMicros(each));
    }

    private static long percentileMicros(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length * PERCENTILE / 100] / 1000;
    }
}
