package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.jdkhttp.TestKeys;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link Crowd}s on a small heap. Good clients are served meanwhile, or rejected with a 503, and afterwards the server is as it was
 * before.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HeapPressureIT {
    private static final int SECONDS = SoakScale.of(6, 60);
    private static final int GOOD_CLIENTS = 3;

    /** What the JDK's client says when the server ends the connection without an alert. */
    private static final String CLOSED_IN_HANDSHAKE = "Remote host terminated the handshake";

    static Stream<Arguments> crowds() {
        return everyCrowdIn(SoakScale.isLarge() ? List.of(32, 64, 128) : List.of(64));
    }

    /** In the short form one architecture: TLS is below all of them. */
    static Stream<Arguments> crowdsOverTls() {
        return SoakScale.isLarge()
                ? everyCrowdIn(List.of(64, 128))
                : Stream.of(Crowd.values()).map(crowd -> Arguments.of(crowd, "single-acceptor", 64));
    }

    private static Stream<Arguments> everyCrowdIn(List<Integer> heaps) {
        return Stream.of(Crowd.values())
                .flatMap(crowd -> architectures()
                        .flatMap(architecture -> heaps.stream().map(heap -> Arguments.of(crowd, architecture, heap))));
    }

    /** In the short form only the ones that the crowds hurt most. */
    static Stream<String> architectures() {
        return SoakScale.isLarge()
                ? Architecture.all().stream().map(Architecture::label)
                : Stream.of("single-acceptor", "message-balanced");
    }

    @ParameterizedTest
    @MethodSource("crowds")
    void goodClientsAreServedOrRejectedAndAllIsAsBeforeAfterwards(Crowd crowd, String architecture, int megabytes)
            throws Exception {
        try (DemoServer server = DemoServer.start(List.of("-Xmx" + megabytes + "m"), architecture)) {
            assertSurvives(crowd, server, architecture + ", " + megabytes + " MiB");
            assertThat(server.endsWithExitCode()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("crowdsOverTls")
    void goodClientsAreServedOrRejectedOverTls(Crowd crowd, String architecture, int megabytes, @TempDir Path directory)
            throws Exception {
        TestKeys.make(directory);
        try (DemoServer server = DemoServer.startOverTls(List.of("-Xmx" + megabytes + "m"), architecture, directory)) {
            assertSurvives(crowd, server, architecture + " over TLS, " + megabytes + " MiB");
            assertThat(server.endsWithExitCode()).isEqualTo(DemoServer.SIGTERM_HEARD);
        }
    }

    private static void assertSurvives(Crowd crowd, DemoServer server, String what) throws Exception {
        assertThat(server.get("plaintext").status()).isEqualTo(200);
        Outcomes outcomes = amid(crowd, server);
        SoakScale.report("%s, %s: %s", crowd, what, outcomes);
        assertThat(outcomes.served.sum()).isPositive();
        assertThat(outcomes.failures).isEmpty();
        Eventually.await("it answers again", () -> isServed(server));
        server.awaitConnections(open -> open == 1);
        assertThat(server.figure("bufferedBytes")).isLessThan(1000);
    }

    private static boolean isServed(DemoServer server) {
        try {
            return server.get("plaintext").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** What good clients met. */
    private static final class Outcomes {
        private final LongAdder served = new LongAdder();
        private final LongAdder rejected = new LongAdder();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();

        @Override
        public String toString() {
            return served + " served, " + rejected + " rejected, " + failures.size() + " failed";
        }
    }

    private static Outcomes amid(Crowd crowd, DemoServer server) throws Exception {
        Outcomes outcomes = new Outcomes();
        CountDownLatch over = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = crowd.attack(server::connectSocket, 1, over, threads);
            for (int i = 0; i < GOOD_CLIENTS; i++) {
                all.add(threads.submit(() -> askUntil(over, server, outcomes)));
            }
            try {
                over.await(SECONDS, TimeUnit.SECONDS);
            } finally {
                over.countDown();
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        return outcomes;
    }

    private static void askUntil(CountDownLatch over, DemoServer server, Outcomes outcomes) {
        while (over.getCount() > 0) {
            try (TestClient client = server.connect()) {
                int status = client.get("plaintext").status();
                switch (status) {
                    case 200 -> outcomes.served.increment();
                    case 503 -> outcomes.rejected.increment();
                    default -> outcomes.failures.add("status " + status);
                }
            } catch (SSLHandshakeException e) {
                // Beyond 64 rejections at a time a handshake for the 503 would cost too much. Any other failure of one
                // is a fault.
                if (CLOSED_IN_HANDSHAKE.equals(e.getMessage())) {
                    outcomes.rejected.increment();
                } else {
                    outcomes.failures.add("in the handshake: " + e);
                }
            } catch (IOException e) {
                outcomes.failures.add(e.toString());
            }
        }
    }
}
