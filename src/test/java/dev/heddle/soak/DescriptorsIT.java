package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess.Ended;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.Fastest;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server whose limit of descriptors is below the number of clients. */
@Timeout(60)
class DescriptorsIT {
    private static final int DESCRIPTORS = 200;
    private static final int CLIENTS = 400;
    private static final int ORDINARY_DESCRIPTORS = 1024;
    private static final int SILENT = 1400;
    private static final int HELD_SECONDS = SoakScale.of(1, 3);
    private static final Duration MOST_PROCESSOR_TIME = Duration.ofMillis(300);
    private static final Duration MOST_UNTIL_ACCEPTING = Duration.ofSeconds(2);

    static Stream<String> architectures() {
        return Architecture.all().stream().map(Architecture::label);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void clientsBeyondTheDescriptorLimitCostNoProcessorTimeAndAcceptingResumes(String architecture) throws Exception {
        try (DemoServer server =
                DemoServer.startWithDescriptors(DESCRIPTORS, architecture, "--max-connections", "32768")) {
            HeldResources before = server.holdingsAtRest();
            List<Socket> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(SourceAddresses.connect(server.address(), i));
                }
                // The best of some: a compiler that is still at work is no acceptor that spins.
                long used = Fastest.of(MOST_PROCESSOR_TIME.toNanos(), () -> processorTimeWhileHeld(server));
                SoakScale.report(
                        "descriptors %s: %d ms of processor time in %d s",
                        architecture, used / 1_000_000, HELD_SECONDS);
                assertThat(Duration.ofNanos(used)).isLessThan(MOST_PROCESSOR_TIME);
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }

            long left = System.nanoTime();
            try (TestClient client = TestClient.connect(server.address())) {
                assertThat(client.get("plaintext").text()).isEqualTo("Hello, World!");
            }
            Duration until = Duration.ofNanos(System.nanoTime() - left);
            SoakScale.report("descriptors %s: accepts again after %d ms", architecture, until.toMillis());
            assertThat(until).isLessThan(MOST_UNTIL_ACCEPTING);
            server.assertHoldsAgain(before);

            server.terminate();
            Ended ended = server.awaitEnd();
            assertThat(ended.code()).isZero();
            assertThat(ended.err()).isNotEmpty().allMatch(line -> line.contains("accept failed"));
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void silentClientsBeyondTheDescriptorLimitDoNotKeepGoodOnesOut(String architecture) throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (DemoServer server = DemoServer.startWithDescriptors(ORDINARY_DESCRIPTORS, architecture)) {
            for (int i = 0; i < SILENT; i++) {
                silent.add(SourceAddresses.connect(server.address(), i));
            }
            // The first ones have been idle for long enough to be evicted; from here on each good client is served.
            Eventually.await("a good client is served", () -> isServed(server));
            for (int i = 0; i < 20; i++) {
                assertThat(server.get("plaintext").status()).isEqualTo(200);
            }
            assertThat(server.endsWithExitCode()).isZero();
        } finally {
            for (Socket client : silent) {
                client.close();
            }
        }
    }

    private static boolean isServed(DemoServer server) {
        try {
            return server.get("plaintext").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static long processorTimeWhileHeld(DemoServer server) throws Exception {
        Duration before = server.processorTime();
        TimeUnit.SECONDS.sleep(HELD_SECONDS); // waits for nothing: an acceptor that spins needs time to show it
        return server.processorTime().minus(before).toNanos();
    }
}
