package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Architecture;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
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

/** Clients that connect, send nothing, and close. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ConnectStormIT {
    private static final int CONNECTS = SoakScale.of(2000, 100_000);
    private static final int AT_A_TIME = 64;

    static Stream<String> architectures() {
        return Architecture.all().stream().map(Architecture::label);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void connectionsClosedWithoutARequestLeakNothing(String architecture) throws Exception {
        try (DemoServer server = DemoServer.start(architecture)) {
            server.get("plaintext");
            HeldResources before = server.holdingsAtRest();
            long accepted = server.figure("accepted");

            long begun = System.nanoTime();
            connectAndClose(server, 0, CONNECTS);
            Duration oneByOne = Duration.ofNanos(System.nanoTime() - begun);

            begun = System.nanoTime();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Void>> storms = new ArrayList<>();
                for (int i = 0; i < AT_A_TIME; i++) {
                    int from = CONNECTS * i / AT_A_TIME;
                    int to = CONNECTS * (i + 1) / AT_A_TIME;
                    storms.add(threads.submit(() -> {
                        connectAndClose(server, from, to);
                        return null;
                    }));
                }
                for (Future<Void> storm : storms) {
                    storm.get();
                }
            }
            Duration together = Duration.ofNanos(System.nanoTime() - begun);

            assertThat(server.get("plaintext").text()).isEqualTo("Hello, World!");
            server.assertHoldsAgain(before);
            assertThat(server.figure("accepted") - accepted).isGreaterThan(2L * CONNECTS);
            SoakScale.report(
                    "connect and close %s: %d one by one in %d ms, %d by %d at a time in %d ms; held before and after %s",
                    architecture, CONNECTS, oneByOne.toMillis(), CONNECTS, AT_A_TIME, together.toMillis(), before);
            server.assertEndsWell();
        }
    }

    private static void connectAndClose(DemoServer server, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            try (Socket socket = SourceAddresses.connect(server.address(), i)) {
                socket.setSoLinger(i % 2 == 0, 0); // every other one with a reset
            }
        }
    }
}
