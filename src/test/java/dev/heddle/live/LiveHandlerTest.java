package dev.heddle.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.Server;
import dev.heddle.http.Response;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Viewers that do not read, or that stay. */
@Timeout(120)
class LiveHandlerTest {
    private static final String LARGE = "x".repeat(1 << 20);

    private final Frames frames = new Frames();

    private static TestClient watch(Server page) throws IOException {
        return TestClient.connectWithReceiveBuffer(page, 4096)
                .send("GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + page.port() + "\r\n\r\n");
    }

    private boolean isAdmitted(Server page) {
        frames.publish(LARGE);
        try (TestClient viewer = watch(page)) {
            return viewer.readLine().equals("HTTP/1.1 200 OK");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a server for the page, with these options; its frames are the test's. */
    private Server page(ServerOptions options) throws IOException {
        ReplaceableServer watched = new ReplaceableServer(
                ServerOptions.defaults(),
                chosen -> Server.http(request -> Response.text("watched"))
                        .options(chosen)
                        .open());
        watched.shutdown();
        CompletableFuture<LiveHandler> handler = new CompletableFuture<>();
        Server page = Server.http(request -> handler.join().handle(request))
                .options(options)
                .start();
        Load load = new Load(() -> watched.current().address());
        Choices choices = new Choices(watched.current().options().architecture());
        handler.complete(new LiveHandler(page.port(), watched, choices, load, frames));
        return page;
    }

    @Test
    void viewersThatReadNothingAreAbortedAndMakePlaceForOthers() throws Exception {
        List<TestClient> silent = new ArrayList<>();
        try (Server page = page(ServerOptions.defaults()
                .withTimeouts(Timeouts.defaults()
                        .withWrite(Duration.ofSeconds(1))
                        .withDrain(Duration.ofMillis(10), Duration.ofSeconds(5))))) {
            for (int i = 0; i < LiveHandler.MAX_VIEWERS; i++) {
                TestClient viewer = watch(page);
                silent.add(viewer);
                assertThat(viewer.readLine()).isEqualTo("HTTP/1.1 200 OK");
            }
            assertThat(isAdmitted(page)).as("one more").isFalse();
            Eventually.await("a place is free", () -> isAdmitted(page));
            frames.end();
        } finally {
            for (TestClient viewer : silent) {
                viewer.close();
            }
        }
    }

    /** More than once: with a linger timeout as long as the drain timeout, either may come first. */
    @RepeatedTest(5)
    void viewerThatStaysConnectedAfterTheLastFrameIsNotAborted() throws Exception {
        Server page = page(LivePage.options(0));
        try (TestClient viewer = watch(page)) {
            assertThat(viewer.readLine()).isEqualTo("HTTP/1.1 200 OK");
            FutureTask<Boolean> shutdown = Eventually.begin(page::shutdown);
            Eventually.await("new connections are refused", () -> TestClient.isRefused(page.address()));
            frames.end();
            assertThat(Eventually.result(shutdown)).as("ended by itself").isTrue();
        } finally {
            page.shutdownNow();
        }
    }
}
