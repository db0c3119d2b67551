package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import dev.heddle.support.TestClient.End;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A handler that closes its own server, as an administrator's {@code /shutdown} does. */
@Timeout(60)
class CloseByHandlerTest {
    private final RecordingEvents events = new RecordingEvents();
    private final AtomicReference<Server> running = new AtomicReference<>();

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private Server start(Architecture architecture, Handler handler) throws IOException {
        Server server =
                Server.http(handler).architecture(architecture).events(events).open();
        running.set(server);
        return server.start();
    }

    private Server server() {
        return Objects.requireNonNull(running.get());
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void handlerClosesItsServerAndItsResponseArrives(Architecture architecture) throws Exception {
        Server server = start(architecture, request -> {
            server().close();
            return Response.text("bye");
        });
        assertClosesAfter(server, "bye");
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void bodyWriterClosesItsServerAndItsResponseArrives(Architecture architecture) throws Exception {
        Server server = start(
                architecture,
                request -> Response.stream("text/plain", out -> {
                    server().close();
                    server().close();
                    out.write('x');
                }));
        assertClosesAfter(server, "x");
    }

    private void assertClosesAfter(Server server, String text) throws Exception {
        FutureTask<Boolean> closed = Eventually.begin(() -> {
            server.awaitClosed();
            return true;
        });
        long before = System.nanoTime();
        try (TestClient client = TestClient.connect(server)) {
            HttpReply reply = client.get("");
            assertThat(reply.text()).isEqualTo(text);
            assertThat(client.awaitEnd()).isEqualTo(End.CLOSED);
        }
        Eventually.result(closed);
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .as("far below the drain timeout")
                .isLessThan(Duration.ofSeconds(15));
        assertThat(server.shutdown()).as("nothing was aborted").isTrue();
        assertThat(events.handlerFailures()).isEmpty();
        assertThat(events.ownFailures()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void handlerThatWouldWaitForItselfGetsAnException(Architecture architecture) throws Exception {
        try (Server server = start(architecture, request -> {
                    assertThatThrownBy(() -> server().shutdown())
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("would wait for itself");
                    assertThatThrownBy(() -> server().shutdown(Duration.ofSeconds(1)))
                            .isInstanceOf(IllegalStateException.class);
                    return Response.text("still open");
                });
                TestClient client = TestClient.connect(server)) {
            assertThat(client.get("").text()).isEqualTo("still open");
            assertThat(client.get("").text()).isEqualTo("still open");
        }
        assertThat(events.handlerFailures()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void handlerAbortsItsServer(Architecture architecture) throws Exception {
        Server server = start(architecture, request -> {
            server().shutdownNow();
            return Response.text("not sent");
        });
        try (TestClient client = TestClient.connect(server)) {
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
            client.awaitEnd();
            Eventually.await("the server is closed", () -> TestClient.isRefused(server.address()));
            server.awaitClosed();
        }
        assertThat(server.shutdown()).isFalse();
    }
}
