package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.Server;
import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.http1.Http1Protocol;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.options.Architecture;
import dev.heddle.options.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the demo can be told to do worse than it could, and which lanes it uses. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DemoCostsTest {
    private static final Handler DEMO = new DemoHandler(() -> {
        throw new IllegalStateException("not called");
    });

    private static long millisFor(int requests, Server server) throws Exception {
        long begun = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            assertThat(new RawClient(server.port()).get("/plaintext").text()).isEqualTo("Hello, World!");
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    @Test
    void acceptorThatWorksForEachConnectionIsThatMuchSlower() throws Exception {
        try (Server server = Server.http(DEMO)
                .events(new AcceptWork(TimeUnit.MILLISECONDS.toNanos(20)))
                .start()) {
            assertThat(millisFor(10, server)).isGreaterThanOrEqualTo(200);
        }
    }

    @Test
    void costlyFramingBelongsToTheDispatcher() throws Exception {
        Http1Protocol http = new Http1Protocol(DEMO, ServerOptions.defaults().limits());
        try (Server server = Server.of(new CostlyFraming(http, TimeUnit.MILLISECONDS.toNanos(20)))
                .architecture(new Architecture.MessageBalanced(1, 1))
                .start()) {
            assertThat(millisFor(10, server)).isGreaterThanOrEqualTo(200);
            double held = server.stats().serialSections().getFirst().utilization()
                    * server.stats().uptime().toMillis();
            assertThat(held).isGreaterThan(150);
        }
    }

    @ParameterizedTest
    @CsvSource({"ONE, 0, 4, 0", "LONG, 0, 3, 1", "STANDARD, 1, 2, 1", "INLINE, 2, 1, 1"})
    void lanesAreThoseThatWereChosen(DemoLanes lanes, long inline, long normal, long longRunning) throws Exception {
        try (Server server = Server.http(lanes.of(DEMO))
                .architecture(Architecture.messageBalanced())
                .start()) {
            for (String target : new String[] {"/plaintext", "/spin?us=10", "/spin?us=21", "/spin?us=1000"}) {
                assertThat(new RawClient(server.port()).get(target).body()).isNotEmpty();
            }
            assertThat(server.stats().lanes())
                    .extracting(LaneStats::submitted)
                    .containsExactly(inline, normal, longRunning);
        }
    }

    /** A handler of someone else. */
    public static final class Greeting implements Handler {
        @Override
        public Response handle(dev.heddle.http.Request request) {
            return Response.text("greetings\n");
        }
    }

    @Test
    void handlerOfAJarIsFoundByItsNameOrFailsWithALineForTheUser(@TempDir Path directory) throws Exception {
        Path jar = Files.createFile(directory.resolve("empty.jar"));
        assertThat(HandlerJar.load(jar, Greeting.class.getName())).isInstanceOf(Greeting.class);
        assertThatThrownBy(() -> HandlerJar.load(jar, null))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--handler");
        assertThatThrownBy(() -> HandlerJar.load(jar, "java.lang.Object"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is no dev.heddle.http.Handler");
        assertThatThrownBy(() -> HandlerJar.load(jar, "no.Such"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("no.Such");
        assertThatThrownBy(() -> HandlerJar.load(directory.resolve("none.jar"), null))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("cannot read");
    }

    @Test
    void applicationOfSomeoneElseHasStatistics() throws Exception {
        try (Server plain = Server.http(DEMO).start();
                Server server =
                        Server.http(new WithStats(new Greeting(), plain::stats)).start()) {
            assertThat(new RawClient(server.port()).get("/any").text()).isEqualTo("greetings\n");
            assertThat(new RawClient(server.port()).get("/stats").text()).contains("\"architecture\"");
        }
    }
}
