package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.http.Response;
import dev.heddle.options.Architecture;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several servers on one port: only if all of them say so, and what the kernel has queued for one of them is served when it closes. */
@Timeout(120)
class SharedPortTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    static Stream<Arguments> everyServer() {
        return Architecture.all().stream()
                .flatMap(architecture -> Stream.of(Scheduler.JVM, Scheduler.OWN)
                        .map(scheduler -> Arguments.of(architecture, scheduler)));
    }

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    private static Server start(String name, ServerOptions options) throws IOException {
        return Server.http(request -> Response.text(name)).options(options).start();
    }

    private static String ask(int port, Server any) throws IOException {
        assertThat(any.port()).isEqualTo(port);
        try (TestClient client = TestClient.connect(any)) {
            return client.send(REQUEST).readReply().text();
        }
    }

    @ParameterizedTest
    @MethodSource("everyServer")
    void bothAreReachedAndClosingOneLosesNoConnectionThatWasMadeBefore(Architecture architecture, Scheduler scheduler)
            throws Exception {
        ServerOptions options = ServerOptions.defaults()
                .withArchitecture(architecture)
                .withScheduler(scheduler)
                // Long, since a busy machine may not let a client run between its connect and its request.
                .withTimeouts(Timeouts.defaults().withDrain(Duration.ofSeconds(10), Duration.ofSeconds(20)))
                .withSharePort(true);
        try (Server first = start("first", options)) {
            int port = first.port();
            try (Server second = start("second", options.withPort(port))) {
                Set<String> names = new HashSet<>();
                Eventually.await("both have answered", () -> {
                    try {
                        names.add(ask(port, first));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                    return names.size() == 2;
                });
                List<TestClient> clients = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    clients.add(TestClient.connect(second));
                }
                FutureTask<Boolean> closing = Eventually.begin(first::shutdown);
                for (TestClient client : clients) {
                    assertThat(client.send(REQUEST).readReply().text()).isIn("first", "second");
                    client.close();
                }
                while (!closing.isDone()) {
                    askUnlessReset(port, second);
                }
                assertThat(Eventually.result(closing)).isTrue();
                for (int i = 0; i < 10; i++) {
                    assertThat(ask(port, second)).isEqualTo("second");
                }
            }
        }
    }

    /** The kernel may reset a connection that is made just when a socket closes, but a port on which another one listens refuses none. */
    private static void askUnlessReset(int port, Server any) throws IOException {
        try {
            ask(port, any);
        } catch (ConnectException e) {
            throw e;
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void secondServerFailsUnlessBothShareThePort(Architecture architecture) throws IOException {
        ServerOptions alone = ServerOptions.defaults().withArchitecture(architecture);
        try (Server first = start("first", alone)) {
            assertThatThrownBy(
                            () -> start("second", alone.withPort(first.port())).close())
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("port " + first.port());
        }
        try (Server first = start("first", alone.withSharePort(true))) {
            assertThatThrownBy(
                            () -> start("second", alone.withPort(first.port())).close())
                    .isInstanceOf(BindException.class);
        }
        if (!(architecture instanceof Architecture.SocketSharded)) {
            try (Server first = start("first", alone)) {
                ServerOptions sharing = alone.withPort(first.port()).withSharePort(true);
                assertThatThrownBy(() -> start("second", sharing).close()).isInstanceOf(BindException.class);
            }
        }
    }

    @Test
    void lastServerOnAPortReleasesIt() throws IOException {
        ServerOptions options = ServerOptions.defaults().withSharePort(true);
        Server server = start("only", options);
        server.close();
        assertThat(TestClient.isRefused(server.address())).isTrue();
        start("alone", ServerOptions.defaults().withPort(server.port())).close();
    }
}
