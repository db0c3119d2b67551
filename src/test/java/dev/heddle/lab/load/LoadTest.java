package dev.heddle.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.heddle.Server;
import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.http.Status;
import dev.heddle.lab.Json;
import dev.heddle.lab.load.Load.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** The generator measures what happens at a server that is told what to do. Each load takes half a second. */
class LoadTest {
    private static final Duration HALF = Duration.ofMillis(500);

    private static final Handler HELLO = request -> Response.text("hello\n");

    private static LoadSpec spec(Server server, String... targets) {
        RequestKind[] kinds = java.util.Arrays.stream(targets)
                .map(target -> new RequestKind(target, target, 1))
                .toArray(RequestKind[]::new);
        return LoadSpec.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), kinds)
                .lasting(Duration.ZERO, HALF);
    }

    private static Histogram latencies(LoadResult result, String kind) {
        return Objects.requireNonNull(result.latencies().get(kind));
    }

    @Test
    void closedLoopKeepsConnectionsAndCountsWhatTheServerCounts() throws Exception {
        LongAdder handled = new LongAdder();
        try (Server server = Server.http(request -> {
                    handled.increment();
                    return Response.text("hello\n");
                })
                .start()) {
            LoadResult result = Load.run(spec(server, "/a").withConnections(4), Progress.NONE);
            assertThat(server.stats().connectionsAccepted()).isEqualTo(4);
            // For each connection a response that was too late is not counted, nor one that was under way at the end.
            assertThat(handled.sum() - result.answered()).isBetween(0L, 8L);
            assertThat(result.rate()).isCloseTo(result.answered() / 0.5, within(1.0));
            assertThat(result.failures()).isZero();
            assertThat(latencies(result, "/a").getTotalCount()).isEqualTo(result.answered());
        }
    }

    @Test
    void openLoopKeepsItsRateAndMeasuresKindsApart() throws Exception {
        try (Server server = Server.http(request -> {
                    Thread.sleep(request.path().equals("/slow") ? 20 : 0);
                    return Response.text("hello\n");
                })
                .start()) {
            LoadResult result = Load.run(
                    spec(server, "/fast", "/slow").withConnections(64).at(new Pace.Open(400, false)), Progress.NONE);
            assertThat(result.latencies().values().stream()
                            .mapToLong(Histogram::getTotalCount)
                            .sum())
                    .isEqualTo(200);
            assertThat(latencies(result, "/slow").getMinValue()).isGreaterThanOrEqualTo(20_000_000);
            assertThat(latencies(result, "/fast").getMinValue()).isLessThan(20_000_000);
            assertThat(result.lag().getTotalCount()).isPositive();
        }
    }

    /** A generator that waited for the response before it noted the time of the next request would see one slow request. */
    @Test
    void requestsThatHadToWaitForAStalledServerHaveWaited() throws Exception {
        AtomicBoolean stalled = new AtomicBoolean();
        try (Server server = Server.http(request -> {
                    Thread.sleep(stalled.getAndSet(true) ? 0 : 300);
                    return Response.text("hello\n");
                })
                .start()) {
            LoadResult result = Load.run(spec(server, "/a").at(new Pace.Open(100, false)), Progress.NONE);
            Histogram latencies = latencies(result, "/a");
            assertThat(latencies.getTotalCount()).isEqualTo(50);
            // One connection: 30 requests came while it was busy, and waited 300, 290, 280 … ms.
            assertThat(latencies.getCountBetweenValues(100_000_000, Long.MAX_VALUE / 2))
                    .isGreaterThanOrEqualTo(19);
        }
    }

    @Test
    void newConnectionsAreNewAndClosed() throws Exception {
        try (Server server = Server.http(HELLO).start()) {
            LoadResult result = Load.run(spec(server, "/a").withConnections(4).withNewConnections(), Progress.NONE);
            assertThat(result.answered()).isPositive();
            assertThat(server.stats().connectionsAccepted()).isGreaterThanOrEqualTo(result.answered());
            assertThat(result.connects().getTotalCount()).isGreaterThanOrEqualTo(result.answered());
            assertThat(result.failures()).isZero();
        }
    }

    @Test
    void pipelinedRequestsAreSentTogether() throws Exception {
        Map<String, Long> arrivals = new ConcurrentHashMap<>();
        try (Server server = Server.http(request -> {
                    arrivals.merge("all", 1L, Long::sum);
                    Thread.sleep(50);
                    return Response.text("hello\n");
                })
                .architecture(dev.heddle.options.Architecture.messageBalanced())
                .start()) {
            LoadResult result = Load.run(spec(server, "/a").pipelined(8), Progress.NONE);
            // One after another there would be at most 10.
            assertThat(result.answered()).isGreaterThan(16);
        }
    }

    @Test
    void stormOpensAllConnectionsAtOnceAndNoMore() throws Exception {
        try (Server server = Server.http(HELLO).start()) {
            LoadResult result = Load.run(
                    spec(server, "/a").withConnections(100).withNewConnections().at(new Pace.AtOnce(100)),
                    Progress.NONE);
            assertThat(result.answered()).isEqualTo(100);
            assertThat(result.connects().getTotalCount()).isEqualTo(100);
            assertThat(server.stats().connectionsAccepted()).isEqualTo(100);
        }
    }

    @Test
    void zipfGivesTheFirstConnectionsMost() throws Exception {
        try (Server server = Server.http(HELLO).start()) {
            LoadResult result = Load.run(
                    spec(server, "/a")
                            .withConnections(8)
                            .at(new Pace.Open(1000, true))
                            .withZipf(2),
                    Progress.NONE);
            long first = result.answeredPerConnection().getFirst();
            assertThat(first / (double) result.answered()).isBetween(0.5, 0.8);
        }
    }

    @Test
    void zipfIsOneDistributionOverTheConnectionsOfAllThreads() throws Exception {
        try (Server server = Server.http(HELLO).start()) {
            for (boolean poisson : new boolean[] {true, false}) {
                LoadSpec spec = spec(server, "/a")
                        .withConnections(8)
                        .at(new Pace.Open(2000, poisson))
                        .withZipf(2);
                LoadResult result = Load.run(with(spec, 4, spec.timeout()), Progress.NONE);
                List<Long> each = result.answeredPerConnection();
                // 1, 1/4, 1/9 … of the first one's: 65 %, 16 % and 7 % of all.
                assertThat(each.get(0) / (double) result.answered()).isBetween(0.55, 0.75);
                assertThat(each.get(1) / (double) result.answered()).isBetween(0.1, 0.22);
                assertThat(each.get(2)).isLessThan(each.get(1));
            }
        }
    }

    /** The same with other threads, and another timeout. */
    private static LoadSpec with(LoadSpec spec, int threads, Duration timeout) {
        return new LoadSpec(
                spec.server(),
                spec.host(),
                spec.requests(),
                spec.connections(),
                spec.depth(),
                spec.newConnections(),
                spec.pace(),
                spec.zipf(),
                spec.slowClients(),
                spec.warmUp(),
                spec.duration(),
                timeout,
                threads,
                spec.seed());
    }

    private static LoadSpec on(ServerSocket mute) {
        return LoadSpec.on(new InetSocketAddress(mute.getInetAddress(), mute.getLocalPort()), RequestKind.only("/a"))
                .lasting(Duration.ZERO, HALF);
    }

    @Test
    void absurdRateFillsNoMemoryAndTellsWhatWasNotSent() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            for (LoadSpec spec : List.of(
                    on(mute).at(new Pace.Open(1e9, false)),
                    on(mute).withConnections(2).at(new Pace.Open(1e9, true)).withZipf(1))) {
                LoadResult result = Load.run(with(spec, spec.connections(), Duration.ofMillis(100)), Progress.NONE);
                assertThat(result.unanswered()).isBetween(500_000L, 1_100_000L);
                assertThat((result.notSent() + result.unanswered()) / 5e8).isCloseTo(1, within(0.01));
                assertThat(LoadReport.table(result)).contains("not sent       " + result.notSent() + " requests");
                assertThat(Json.read(LoadReport.json(result), JsonObject.class)
                                .get("notSent")
                                .getAsLong())
                        .isEqualTo(result.notSent());
            }
        }
    }

    /** One connection, so that nearly all the time of a request is spent in the generator's queue. */
    @Test
    void timeOfARequestInTheGeneratorIsNoTimeoutOfTheServer() throws Exception {
        try (Server server = Server.http(request -> {
                    Thread.sleep(20);
                    return Response.text("hello\n");
                })
                .start()) {
            LoadSpec spec = spec(server, "/a").at(new Pace.Open(1000, false));
            LoadResult result = Load.run(with(spec, 1, Duration.ofMillis(300)), Progress.NONE);
            assertThat(result.errors()).isEmpty();
            // They have waited, all the same.
            assertThat(latencies(result, "/a").getMaxValue()).isGreaterThan(400_000_000);
            assertThat(latencies(result, "/a").getTotalCount()).isEqualTo(500);
        }
    }

    @Test
    void requestsBehindOneThatTimedOutHaveNoResponseEither() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            LoadSpec spec = on(mute).at(new Pace.Open(20, false)).pipelined(4);
            LoadResult result = Load.run(with(spec, 1, Duration.ofMillis(200)), Progress.NONE);
            assertThat(result.unanswered()).isEqualTo(10);
            assertThat(latencies(result, "/a").getTotalCount()).isEqualTo(10);
            assertThat(result.errors())
                    .containsKey("timeout")
                    .doesNotContainKey("closed")
                    .doesNotContainKey("connect");
        }
    }

    @Test
    void loadThatCannotBeginLeavesNoThreadBehind() throws Exception {
        try (Server server = Server.http(HELLO).start()) {
            LoadSpec spec = with(spec(server, "/a").withConnections(3), 3, Duration.ofSeconds(10));
            List<LoadLoop> opened = new ArrayList<>();
            assertThatThrownBy(() -> Load.run(spec, Progress.NONE, (loop, connected, start) -> {
                        if (loop == 2) {
                            throw new IOException("too many open files");
                        }
                        LoadLoop next = new LoadLoop(spec, loop, connected, start);
                        opened.add(next);
                        return next;
                    }))
                    .hasMessage("too many open files");
            assertThat(opened).hasSize(2).allMatch(LoadLoop::isDiscarded);
        }
    }

    @Test
    void failuresAreCountedAndNoLatency() throws Exception {
        try (Server server = Server.http(request -> request.path().equals("/bad")
                        ? Response.of(Status.NOT_FOUND)
                        : Response.text("hello\n").closeConnection())
                .start()) {
            LoadResult result = Load.run(
                    spec(server, "/bad", "/good").withConnections(4).at(new Pace.Open(200, false)), Progress.NONE);
            assertThat(result.errors()).containsOnlyKeys("status");
            assertThat(result.failures() + latencies(result, "/good").getTotalCount())
                    .isEqualTo(100);
            assertThat(latencies(result, "/bad").getTotalCount()).isZero();
        }
    }

    @Test
    void requestWithoutResponseIsReportedWithTheTimeThatItWaited() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            LoadSpec spec = LoadSpec.on(
                            new InetSocketAddress(mute.getInetAddress(), mute.getLocalPort()), RequestKind.only("/a"))
                    .at(new Pace.Open(10, false))
                    .lasting(Duration.ZERO, HALF);
            LoadResult result = Load.run(spec, Progress.NONE);
            assertThat(result.unanswered()).isEqualTo(5);
            assertThat(latencies(result, "/a").getMaxValue()).isGreaterThan(400_000_000);
        }
    }

    @Test
    void closedLoopOnAServerThatNeverAnswersReportsItsRequests() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            LoadSpec spec = LoadSpec.on(
                            new InetSocketAddress(mute.getInetAddress(), mute.getLocalPort()), RequestKind.only("/a"))
                    .withConnections(3)
                    .lasting(Duration.ZERO, HALF);
            LoadResult result = Load.run(spec, Progress.NONE);
            assertThat(result.unanswered()).isEqualTo(3);
            assertThat(latencies(result, "/a").getMinValue()).isGreaterThan(400_000_000);
            assertThat(LoadReport.table(result)).contains("3 requests without a response");
        }
    }

    @Test
    void serverThatClosesConnectionsAtOnceIsAnErrorInEveryMode() throws Exception {
        try (ServerSocket closing = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> closeAll(closing));
            LoadSpec closed = LoadSpec.on(
                            new InetSocketAddress(closing.getInetAddress(), closing.getLocalPort()),
                            RequestKind.only("/a"))
                    .withConnections(8)
                    .lasting(Duration.ZERO, HALF);
            LoadSpec open = closed.at(new Pace.Open(200, false));
            for (LoadSpec spec : List.of(closed, open, open.withZipf(1), closed.withNewConnections())) {
                LoadResult result = Load.run(spec, Progress.NONE);
                assertThat(result.answered()).isZero();
                assertThat(result.failures() + result.unanswered()).isPositive();
            }
        }
    }

    private static void closeAll(ServerSocket listener) {
        try {
            while (true) {
                listener.accept().close();
            }
        } catch (IOException e) {
            // The test has ended.
        }
    }

    /** The system refuses to connect to that address at once, whereas a refusal by a server comes later. */
    @Test
    void connectsThatFailAtOnceAreTriedAgainUntilTheEnd() throws Exception {
        LoadSpec spec = LoadSpec.on(new InetSocketAddress("255.255.255.255", 80), RequestKind.only("/a"))
                .withConnections(200)
                .withNewConnections()
                .lasting(Duration.ZERO, HALF);
        LoadResult result = Load.run(spec, Progress.NONE);
        assertThat(result.errors()).containsOnlyKeys("connect");
        assertThat(result.failures()).isGreaterThan(400);
        assertThat(LoadReport.table(result)).contains("-").doesNotContain("0.000");
    }

    @Test
    void nobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        LoadSpec spec =
                LoadSpec.on(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), RequestKind.only("/a"));
        assertThatThrownBy(() -> Load.run(spec, Progress.NONE))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot connect to ")
                .hasMessageContaining(":" + spec.server().getPort());
    }

    @Test
    void slowClientsHoldConnectionsAndAreNotMeasured() throws Exception {
        try (Server server = Server.http(HELLO).start()) {
            LoadSpec one = spec(server, "/a");
            LoadSpec with = new LoadSpec(
                    one.server(),
                    one.host(),
                    one.requests(),
                    1,
                    1,
                    false,
                    new Pace.Closed(),
                    0,
                    5,
                    Duration.ZERO,
                    HALF,
                    one.timeout(),
                    1,
                    1);
            LoadResult result = Load.run(with, Progress.NONE);
            assertThat(server.stats().connectionsAccepted()).isEqualTo(6);
            assertThat(server.stats().requests()).isBetween(result.answered(), result.answered() + 2);
        }
    }

    @Test
    void reportsTellWhatWasMeasured() throws Exception {
        try (Server server = Server.http(HELLO).start()) {
            LoadResult result = Load.run(spec(server, "/a").at(new Pace.Open(100, true)), Progress.NONE);
            assertThat(LoadReport.table(result))
                    .contains("/a", "p99.9", "rate", "errors         none", "behind its schedule");
            JsonObject json = Json.read(LoadReport.json(result), JsonObject.class);
            assertThat(json.get("answered").getAsLong()).isEqualTo(result.answered());
            assertThat(json.keySet()).contains("rate", "latencyMicros", "lagMicros", "generatorProcessors");
        }
    }

    @Test
    void contradictionsAreRefused() {
        LoadSpec one = LoadSpec.on(new InetSocketAddress(80), RequestKind.only("/"));
        assertThatIllegalArgumentException().isThrownBy(() -> one.withZipf(1));
        assertThatIllegalArgumentException().isThrownBy(() -> one.at(new Pace.AtOnce(5)));
        assertThatIllegalArgumentException().isThrownBy(() -> one.pipelined(2).withNewConnections());
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace.Open(0, true));
        assertThatIllegalArgumentException().isThrownBy(() -> RequestKind.only("no slash"));
    }
}
