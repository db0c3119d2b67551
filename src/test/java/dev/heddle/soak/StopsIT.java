package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server under load is stopped at random moments, again and again. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StopsIT {
    private static final int STOPS = SoakScale.of(3, 50);
    private static final int CLIENTS = 8;
    private static final int LATEST_MILLIS = 800;

    static Stream<String> architectures() {
        return Architecture.all().stream().map(Architecture::label);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void noRequestFailsWhenTheServerIsStoppedAtAnyMoment(String architecture) throws Exception {
        long seed = SoakScale.seed();
        SplittableRandom random = new SplittableRandom(seed);
        long replied = 0;
        for (int i = 0; i < STOPS; i++) {
            replied += stopUnderLoad(architecture, random.nextInt(LATEST_MILLIS));
        }
        SoakScale.report(
                "stop %s, seed %d: %d SIGTERMs under %d clients, %d requests, all answered",
                architecture, seed, STOPS, CLIENTS, replied);
    }

    private static long stopUnderLoad(String architecture, int afterMillis) throws Exception {
        // The server is closed first: then all clients end, however the test does.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                DemoServer server = DemoServer.start(architecture)) {
            CountDownLatch served = new CountDownLatch(CLIENTS);
            List<Future<Long>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int thinkMillis = i % 2 == 0 ? 0 : 1 + afterMillis * i / CLIENTS;
                clients.add(threads.submit(() -> askUntilClosed(server, thinkMillis, served)));
            }
            Eventually.await(served);
            TimeUnit.MILLISECONDS.sleep(afterMillis); // any moment will do
            server.assertEndsWell();
            long replied = 0;
            for (Future<Long> client : clients) {
                replied += client.get();
            }
            return replied;
        }
    }

    /**
     * Fails unless every request gets its response. The server may end the connection after a response that declares it, and while a
     * client that pauses between requests has none outstanding.
     */
    private static long askUntilClosed(DemoServer server, int thinkMillis, CountDownLatch served) throws IOException {
        try (TestClient client = TestClient.connect(server.address())) {
            long replied = 0;
            do {
                HttpReply reply = client.get("plaintext");
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.text()).isEqualTo("Hello, World!");
                replied++;
                if (replied == 1) {
                    served.countDown();
                }
                if (reply.closes()) {
                    assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
                    return replied;
                }
            } while (thinkMillis == 0 || client.readSome(new byte[1], thinkMillis) == 0);
            assertThat(client.awaitEnd()).isEqualTo(TestClient.End.CLOSED);
            return replied;
        }
    }
}
