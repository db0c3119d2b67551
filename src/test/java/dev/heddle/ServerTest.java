package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Response;
import dev.heddle.support.Dialect;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether a closing server reports that every connection ended by itself: to the first closer, and to all others. */
@Timeout(60)
class ServerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void endTheHandler() {
        release.countDown();
    }

    /** A server whose handler runs until it is released or interrupted. */
    private Server blocking() throws Exception {
        return Server.http(request -> {
                    begun.countDown();
                    release.await();
                    return Response.text("done");
                })
                .events(new RecordingEvents())
                .start();
    }

    private TestClient clientInFlight(Server server) throws Exception {
        TestClient client = TestClient.connect(server);
        client.send(Dialect.HTTP.phrase(""));
        Eventually.await(begun);
        return client;
    }

    private static FutureTask<Boolean> draining(Server server, Duration timeout) throws Exception {
        FutureTask<Boolean> closing = Eventually.begin(() -> server.shutdown(timeout));
        Eventually.await("new connections are refused", () -> TestClient.isRefused(server.address()));
        return closing;
    }

    @Test
    void secondCloserIsToldThatTheFirstAbortedConnections() throws Exception {
        Server server = blocking();
        try (TestClient client = clientInFlight(server)) {
            FutureTask<Boolean> first = draining(server, Duration.ofSeconds(1));
            FutureTask<Boolean> second = Eventually.begin(() -> server.shutdown(LONG));
            assertThat(Eventually.result(first)).isFalse();
            assertThat(Eventually.result(second)).isFalse();
            assertThat(server.shutdown()).isFalse();
            assertThat(client.awaitEnd()).isNotNull();
        }
    }

    @Test
    void closerThatIsInterruptedWhileAnotherDrainsDoesNotReportAGracefulEnd() throws Exception {
        Server server = blocking();
        try (TestClient client = clientInFlight(server)) {
            FutureTask<Boolean> first = draining(server, LONG);
            FutureTask<Boolean> interrupted = Eventually.begin(() -> {
                Thread.currentThread().interrupt();
                boolean graceful = server.shutdown(LONG);
                assertThat(Thread.interrupted()).isTrue();
                return graceful;
            });
            assertThat(Eventually.result(interrupted)).isFalse();
            assertThat(first).isNotDone();
            release.countDown();
            assertThat(client.readReply().text()).isEqualTo("done");
            assertThat(Eventually.result(first)).isTrue();
            assertThat(server.shutdown()).isTrue();
        }
    }

    @Test
    void drainThatIsCutShortByShutdownNowDoesNotReportAGracefulEnd() throws Exception {
        Server server = blocking();
        try (TestClient client = clientInFlight(server)) {
            FutureTask<Boolean> first = draining(server, LONG);
            server.shutdownNow();
            assertThat(Eventually.result(first)).isFalse();
            assertThat(server.shutdown()).isFalse();
            assertThat(client.awaitEnd()).isNotNull();
        }
    }

    @Test
    void shutdownStrictlyTellsLaterClosersThatItAbortedConnections() throws Exception {
        Server server = blocking();
        try (TestClient client = clientInFlight(server)) {
            server.shutdownStrictly(Duration.ZERO);
            assertThat(server.shutdown()).isFalse();
            assertThat(client.awaitEnd()).isNotNull();
        }
    }
}
