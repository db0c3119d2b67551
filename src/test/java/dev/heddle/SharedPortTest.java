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
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several servers on one port: only if all of them say so, and none of a client's connections is lost when one of them is closed. */
@Timeout(120)
class SharedPortTest {
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
            return client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .readReply()
                    .text();
        }
    }

    @ParameterizedTest
    @MethodSource("everyServer")
    void bothAreReachedAndClosingOneLosesNoConnection(Architecture architecture, Scheduler scheduler) throws Exception {
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
                AtomicBoolean closed = new AtomicBoolean();
                AtomicReference<String> latest = new AtomicReference<>("");
                FutureTask<Integer> clients = Eventually.begin(() -> {
                    int lost = 0;
                    for (int after = 0; after < 5; after += closed.get() ? 1 : 0) {
                        try {
                            latest.set(ask(port, second));
                        } catch (IOException e) {
                            lost++;
                        }
                    }
                    return lost;
                });
                Eventually.await("connections are made", () -> !latest.get().isEmpty());
                assertThat(first.shutdown()).isTrue();
                closed.set(true);
                assertThat(Eventually.result(clients)).isZero();
                assertThat(latest.get()).isEqualTo("second");
            }
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
