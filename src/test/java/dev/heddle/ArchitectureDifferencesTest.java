package dev.heddle;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Response;
import dev.heddle.metrics.ServerStats.AcceptGateStats;
import dev.heddle.options.Architecture;
import dev.heddle.options.Architecture.MultiAcceptor;
import dev.heddle.options.Architecture.SocketSharded;
import dev.heddle.options.Timeouts;
import dev.heddle.support.Dialect;
import dev.heddle.support.Eventually;
import dev.heddle.support.RecordingEvents;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes each architecture itself. */
@Timeout(60)
class ArchitectureDifferencesTest {
    private static final int LARGE = 8 << 20;

    // ---- single-threaded

    /** Not volatile, not atomic: what single-threaded promises is that this is enough. */
    private int unguarded;

    private boolean inside;
    private boolean overlapped;

    @Test
    void singleThreadedHandlersNeverOverlap() throws Exception {
        int clients = 50;
        int each = 40;
        Handler handler = request -> {
            overlapped |= inside;
            inside = true;
            int seen = unguarded;
            LockSupport.parkNanos(1); // another one would come in here, if one could
            unguarded = seen + 1;
            inside = false;
            return Response.text("done");
        };
        try (Server server = started(Architecture.singleThreaded(), handler)) {
            askAtOnce(server, clients, each);
            assertThat(server.stats().requests()).isEqualTo(unguarded).isEqualTo(2000);
        }
        assertThat(overlapped).isFalse();
    }

    @Test
    void singleThreadedServesOthersWhileAClientDoesNotReadItsStream() throws Exception {
        Handler handler = request -> request.path().equals("/large")
                ? Response.stream("application/octet-stream", LARGE, out -> {
                    byte[] part = new byte[65_536];
                    for (int i = 0; i < LARGE / part.length; i++) {
                        out.write(part);
                    }
                })
                : Response.text("quick");
        try (Server server = started(Architecture.singleThreaded(), handler);
                TestClient slow = TestClient.connectWithReceiveBuffer(server, 16_384);
                TestClient quick = TestClient.connect(server)) {
            slow.send(Dialect.HTTP.phrase("large"));
            assertThat(slow.readLine()).isEqualTo("HTTP/1.1 200 OK"); // it is under way
            for (int i = 0; i < 50; i++) {
                assertThat(quick.get("").text()).isEqualTo("quick");
            }
            assertThat(server.stats().inFlight()).isEqualTo(1);
            while (!slow.readLine().isEmpty()) {
                // the rest of the head
            }
            assertThat(slow.readBytes(LARGE)).hasSize(LARGE);
        }
    }

    @Test
    void slowHandlerDelaysEveryClientOfSingleThreaded() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        // Its idle time-out is shorter than the delay: to wait for one's turn is not idling.
        Timeouts impatient = Timeouts.defaults().withIdle(Duration.ofSeconds(1)).withHead(Duration.ofSeconds(1));
        try (Server server = builder(Architecture.singleThreaded(), blocking(begun, release))
                        .timeouts(impatient)
                        .start();
                TestClient old = TestClient.connect(server)) {
            assertThat(old.get("quick").text()).isEqualTo("/quick");
            try (TestClient slow = TestClient.connect(server).send(Dialect.HTTP.phrase("slow"));
                    TestClient fresh = TestClient.connect(server)) {
                Eventually.await(begun);
                FutureTask<String> fromOld =
                        Eventually.begin(() -> old.get("quick").text());
                FutureTask<String> fromNew =
                        Eventually.begin(() -> fresh.get("quick").text());
                assertThat(isDoneWithin(fromOld, 2500)).isFalse();
                assertThat(fromNew).isNotDone();
                release.countDown();
                assertThat(slow.readReply().text()).isEqualTo("/slow");
                assertThat(Eventually.result(fromOld)).isEqualTo("/quick");
                assertThat(Eventually.result(fromNew)).isEqualTo("/quick");
            }
        }
    }

    @Test
    void singleThreadedClosesInTimeThoughAHandlerNeverReturnsAndOthersWait() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Server server = started(Architecture.singleThreaded(), blocking(begun, new CountDownLatch(1)));
        try (TestClient slow = TestClient.connect(server)) {
            slow.send(Dialect.HTTP.phrase("slow"));
            Eventually.await(begun);
            try (TestClient waiting = TestClient.connect(server);
                    TestClient alsoWaiting = TestClient.connect(server)) {
                waiting.send(Dialect.HTTP.phrase("quick"));
                alsoWaiting.send(Dialect.HTTP.phrase("quick"));
                Eventually.await(
                        "the acceptor waits for its turn", () -> server.stats().connectionsOpen() >= 2);
                long before = System.nanoTime();
                assertThat(server.shutdown(Duration.ofMillis(300))).isFalse();
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
            }
        }
    }

    // ---- one thread for each connection

    static List<Architecture> concurrent() {
        return Architecture.all().stream()
                .filter(architecture -> !(architecture instanceof Architecture.SingleThreaded))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("concurrent")
    void slowHandlerDoesNotDelayOtherConnections(Architecture architecture) throws Exception {
        CountDownLatch begun = new CountDownLatch(20);
        CountDownLatch release = new CountDownLatch(1);
        List<TestClient> slow = new ArrayList<>();
        try (Server server = started(architecture, blocking(begun, release))) {
            for (int i = 0; i < 20; i++) {
                slow.add(TestClient.connect(server).send(Dialect.HTTP.phrase("slow")));
            }
            Eventually.await(begun); // twenty at a time, whatever the number of carriers
            try (TestClient quick = TestClient.connect(server)) {
                assertThat(quick.get("quick").text()).isEqualTo("/quick");
            }
            Eventually.await(
                    "only the slow ones are in flight", () -> server.stats().inFlight() == 20);
            release.countDown();
            for (TestClient client : slow) {
                assertThat(client.readReply().text()).isEqualTo("/slow");
                client.close();
            }
        }
    }

    @Test
    void singleAcceptorServesEachConnectionOnItsOwnThread() throws Exception {
        Handler handler = request -> Response.text(
                Thread.currentThread().getName() + " " + Thread.currentThread().threadId());
        try (Server server = started(Architecture.singleAcceptor(), handler);
                TestClient one = TestClient.connect(server);
                TestClient other = TestClient.connect(server)) {
            String first = one.get("").text();
            assertThat(first).contains("heddle-connection");
            assertThat(one.get("").text()).isEqualTo(first);
            assertThat(other.get("").text()).contains("heddle-connection").isNotEqualTo(first);
            assertThat(server.stats().requestsPerAcceptor()).containsExactly(3L);
            assertThat(server.stats().acceptGate()).isNull();
        }
    }

    // ---- multi-acceptor

    @Test
    void multiAcceptorThreadServesTheConnectionItAccepted() throws Exception {
        int acceptors = 4;
        int connections = 20;
        Handler handler = request -> Response.text(Thread.currentThread().getName());
        List<TestClient> clients = new ArrayList<>();
        try (Server server = started(new MultiAcceptor(acceptors), handler)) {
            Eventually.await("all but one wait at the gate", () -> gate(server).waiting() == acceptors - 1);
            assertThat(gate(server).acquisitions()).isEqualTo(1);
            for (int i = 1; i <= connections; i++) {
                TestClient client = TestClient.connect(server);
                clients.add(client);
                assertThat(client.get("").text()).matches("heddle-acceptor-[0-3]");
                int passes = 1 + i;
                Eventually.await("the next one went in", () -> gate(server).acquisitions() == passes);
                // Successors have taken their places, although the connections go on.
                Eventually.await("as many wait as before", () -> gate(server).waiting() == acceptors - 1);
            }
            assertThat(server.stats().requestsPerAcceptor()).hasSize(acceptors).allMatch(count -> count > 0);
            assertThat(sum(server)).isEqualTo(connections);
            assertThat(gate(server).waitTotal()).isPositive();
            assertThat(gate(server).waitMax())
                    .isPositive()
                    .isLessThanOrEqualTo(gate(server).waitTotal());
        }
        for (TestClient client : clients) {
            client.close();
        }
    }

    private static AcceptGateStats gate(Server server) {
        return requireNonNull(server.stats().acceptGate());
    }

    // ---- socket-sharded

    @Test
    void kernelSpreadsConnectionsOverTheShards() throws Exception {
        int shards = 3;
        int connections = 90;
        Handler handler = request -> Response.text("done");
        try (Server server = started(new SocketSharded(shards), handler)) {
            askAtOnce(server, connections, 2);
            List<Long> each = server.stats().requestsPerAcceptor();
            // By a hash of addresses and ports: never all on one side, with so many; evenly, nobody promises.
            assertThat(each).hasSize(shards).allMatch(count -> count > 0);
            assertThat(sum(server)).isEqualTo(connections * 2L);
            assertThat(server.stats().connectionsAccepted()).isEqualTo(connections);
        }
    }

    // ---- what is shared

    private static long sum(Server server) {
        return server.stats().requestsPerAcceptor().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Blocks requests for {@code /slow} until released. */
    private static Handler blocking(CountDownLatch begun, CountDownLatch release) {
        return request -> {
            if (request.path().equals("/slow")) {
                begun.countDown();
                Eventually.await(release);
            }
            return Response.text(request.path());
        };
    }

    private static boolean isDoneWithin(FutureTask<String> answer, long millis) throws Exception {
        try {
            answer.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        }
    }

    /** Connects all clients, and then lets all of them ask. */
    private static void askAtOnce(Server server, int clients, int each) throws Exception {
        CountDownLatch connected = new CountDownLatch(clients);
        AtomicInteger answered = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(() -> {
                    try (TestClient client = TestClient.connect(server)) {
                        connected.countDown();
                        Eventually.await(connected);
                        for (int j = 0; j < each; j++) {
                            assertThat(client.get("").status()).isEqualTo(200);
                            answered.incrementAndGet();
                        }
                        return null;
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
        assertThat(answered).hasValue(clients * each);
    }

    private static Server started(Architecture architecture, Handler handler) throws IOException {
        return builder(architecture, handler).start();
    }

    private static Server.Builder builder(Architecture architecture, Handler handler) {
        return Server.http(handler).architecture(architecture).events(new RecordingEvents());
    }
}
