package dev.heddle.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.http.Response;
import dev.heddle.live.ReplaceableServer.Phase;
import dev.heddle.options.Architecture;
import dev.heddle.options.Limits;
import dev.heddle.options.ServerOptions;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server under the live page: its successor takes over the port and the settings. */
@Timeout(60)
class ReplaceableServerTest {
    private static final ServerOptions OPTIONS = ServerOptions.defaults()
            .withLimits(Limits.builder().connections(77).build())
            .withTimeouts(ServerOptions.defaults().timeouts().withDrain(Duration.ofMillis(10), Duration.ofSeconds(20)));

    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch handling = new CountDownLatch(1);
    private final AtomicBoolean brokenAltogether = new AtomicBoolean();
    private final AtomicBoolean abortsWhenOpened = new AtomicBoolean();
    private final List<Server> opened = new CopyOnWriteArrayList<>();
    private final ReplaceableServer server;

    ReplaceableServerTest() throws IOException {
        server = new ReplaceableServer(OPTIONS, this::open);
        server.current().start();
    }

    private Server open(ServerOptions options) throws IOException {
        if (abortsWhenOpened.get()) {
            server.shutdownNow();
        }
        if (options.architecture() instanceof Architecture.SocketSharded || brokenAltogether.get()) {
            throw new IOException("no such thing here");
        }
        Server next = Server.http(request -> {
                    if (request.path().equals("/slow")) {
                        handling.countDown();
                        Eventually.await(release);
                    }
                    return Response.text("from " + options.architecture().label());
                })
                .options(options)
                .open();
        opened.add(next);
        return next;
    }

    @AfterEach
    void close() {
        release.countDown();
        server.shutdown();
    }

    private String get(int port) throws IOException {
        try (TestClient client = TestClient.connect(server.current().address())) {
            assertThat(server.current().port()).isEqualTo(port);
            return client.get("/").text();
        }
    }

    private void awaitServing(int servers) {
        Eventually.await(
                "server " + servers + " serves",
                () -> opened.size() == servers && server.state().phase() == Phase.SERVING);
    }

    @Test
    void successorServesOnThePortWithTheSettings() throws IOException {
        int port = server.current().port();
        assertThat(get(port)).isEqualTo("from single-acceptor");
        int servers = 1;
        for (Architecture next : List.of(Architecture.messageBalanced(), Architecture.singleThreaded())) {
            Eventually.await("the switch before is over", () -> server.switchTo(next));
            awaitServing(++servers);
            assertThat(get(port)).isEqualTo("from " + next.label());
            assertThat(server.current().options().limits()).isEqualTo(OPTIONS.limits());
            assertThat(server.state().notice()).isEmpty();
        }
    }

    @Test
    void requestInFlightIsAnsweredByTheOldServerBeforeTheNewOneStarts() throws Exception {
        try (TestClient slow = TestClient.connect(server.current().address())) {
            slow.send("GET /slow HTTP/1.1\r\nHost: heddle\r\n\r\n");
            Eventually.await(handling);
            assertThat(server.switchTo(Architecture.messageBalanced())).isTrue();
            Eventually.await("it drains", () -> server.state().phase() == Phase.DRAINING);
            assertThat(server.switchTo(Architecture.singleThreaded()))
                    .as("a second switch meanwhile")
                    .isFalse();
            assertThat(opened).hasSize(1);
            release.countDown();
            assertThat(slow.readReply().text()).isEqualTo("from single-acceptor");
        }
        awaitServing(2);
    }

    @Test
    void oldArchitectureServesAgainIfTheNewOneCannotStart() throws IOException {
        int port = server.current().port();
        assertThat(server.switchTo(Architecture.socketSharded())).isTrue();
        awaitServing(2);
        assertThat(get(port)).isEqualTo("from single-acceptor");
        assertThat(server.state().notice())
                .isEqualTo("socket-sharded could not start: no such thing here. single-acceptor serves again.");
    }

    @Test
    void switchCanBeTriedAgainWhenNeitherCouldStart() throws IOException {
        int port = server.current().port();
        brokenAltogether.set(true);
        assertThat(server.switchTo(Architecture.messageBalanced())).isTrue();
        Eventually.await("it has stopped", () -> server.state().phase() == Phase.STOPPED);
        assertThat(server.state().notice()).contains("message-balanced could not start", "Choose one to try again");
        brokenAltogether.set(false);
        Eventually.await("the switch before is over", () -> server.switchTo(Architecture.messageBalanced()));
        awaitServing(2);
        assertThat(get(port)).isEqualTo("from message-balanced");
    }

    /** The worst moment: the old server has closed, and the new one does not serve yet. */
    @Test
    void abortDuringASwitchLeavesNoServerBehind() throws Exception {
        abortsWhenOpened.set(true);
        assertThat(server.switchTo(Architecture.messageBalanced())).isTrue();
        Eventually.await("the new one was opened", () -> opened.size() == 2);
        Eventually.await(
                "nobody listens", () -> opened.stream().allMatch(each -> TestClient.isRefused(each.address())));
        Eventually.await("that is shown", () -> server.state().phase() == Phase.STOPPED);
        assertThat(server.switchTo(Architecture.singleThreaded())).isFalse();
    }

    @Test
    void abortedServerIsShownAsStopped() {
        server.shutdownNow();
        assertThat(server.state().phase()).isEqualTo(Phase.STOPPED);
    }

    @Test
    void shutdownDuringASwitchLeavesNoServerBehind() throws Exception {
        try (TestClient slow = TestClient.connect(server.current().address())) {
            slow.send("GET /slow HTTP/1.1\r\nHost: heddle\r\n\r\n");
            Eventually.await(handling);
            assertThat(server.switchTo(Architecture.messageBalanced())).isTrue();
            FutureTask<Boolean> shutdown = Eventually.begin(server::shutdown);
            release.countDown();
            assertThat(slow.readReply().text()).isEqualTo("from single-acceptor");
            assertThat(Eventually.result(shutdown)).as("graceful").isTrue();
        }
        for (Server each : opened) {
            assertThat(TestClient.isRefused(each.address())).isTrue();
        }
        assertThat(server.switchTo(Architecture.singleThreaded())).isFalse();
    }
}
