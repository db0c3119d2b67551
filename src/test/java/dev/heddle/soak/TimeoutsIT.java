package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Architecture;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How long clients that waste time keep their connections: with the default timeouts in the soak, else with shorter ones. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TimeoutsIT {
    private static final String[] ARGUMENTS = SoakScale.isLarge()
            ? new String[0]
            : new String[] {"--head-timeout", "1s", "--body-timeout", "1s", "--idle-timeout", "1500ms"};

    /** No client that only has a slow network is closed earlier. */
    private static final Duration LEAST = Duration.ofMillis(SoakScale.of(700, 5000));

    private static final Duration MOST = Duration.ofSeconds(SoakScale.of(8, 40));

    private static final String POST = "POST /echo HTTP/1.1\r\nHost: heddle\r\nContent-Length: 100000\r\n\r\nabc";

    /** A client that wastes time. */
    private enum Waster {
        SENDS_NOTHING("", ""),
        STOPS_IN_THE_HEAD("GET / HTTP/1.1\r\nHost: heddle\r\nX-", ""),
        TRICKLES_HEADERS("GET / HTTP/1.1\r\nHost: heddle\r\n", "X-a: b\r\n"),
        STOPS_IN_THE_BODY(POST, ""),
        TRICKLES_ITS_BODY(POST, "x"),
        STAYS_AFTER_ITS_REPLY("GET /plaintext HTTP/1.1\r\nHost: heddle\r\n\r\n", "");

        private final String first;
        private final String then;

        Waster(String first, String then) {
            this.first = first;
            this.then = then;
        }

        /** How long its connection is kept. */
        Duration stay(DemoServer server) throws IOException, InterruptedException {
            long begun = System.nanoTime();
            try (TestClient client = TestClient.connect(server.address())) {
                client.send(first);
                byte[] scratch = new byte[1024];
                while (client.readSome(scratch, 500) >= 0 && MOST.compareTo(since(begun)) > 0) {
                    client.send(then);
                }
            } catch (SocketException e) {
                // Closed while it sent.
            }
            return since(begun);
        }

        private static Duration since(long begun) {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    static Stream<String> architectures() {
        return Architecture.all().stream().map(Architecture::label);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void clientThatWastesTimeIsClosedInTime(String architecture) throws Exception {
        try (DemoServer server = DemoServer.start(architecture, ARGUMENTS);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Waster, Future<Duration>> stays = new EnumMap<>(Waster.class);
            for (Waster waster : Waster.values()) {
                stays.put(waster, threads.submit(() -> waster.stay(server)));
            }
            for (Map.Entry<Waster, Future<Duration>> stay : stays.entrySet()) {
                Duration time = stay.getValue().get();
                SoakScale.report("timeouts %s: %s for %d ms", architecture, stay.getKey(), time.toMillis());
                assertThat(time).as(stay.getKey().name()).isBetween(LEAST, MOST);
            }
            server.awaitConnections(open -> open == 1);
            server.assertEndsWell();
        }
    }
}
