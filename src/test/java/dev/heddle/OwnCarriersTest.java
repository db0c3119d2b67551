package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.http.Handler;
import dev.heddle.http.Request;
import dev.heddle.http.Response;
import dev.heddle.metrics.ServerStats.WorkerStats;
import dev.heddle.options.Architecture;
import dev.heddle.options.CarrierThreads;
import dev.heddle.options.Placement;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import dev.heddle.protocol.Lane;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be seen only where a server has carriers of its own. */
@Timeout(60)
class OwnCarriersTest {
    private static final int WORKERS = CarrierThreads.count();

    private final List<TestClient> clients = new ArrayList<>();

    static Stream<Architecture> architectures() {
        return Architecture.all().stream();
    }

    @AfterEach
    void closeClients() throws IOException {
        for (TestClient client : clients) {
            client.close();
        }
    }

    private static ServerOptions on(Architecture architecture) {
        return ServerOptions.defaults().withScheduler(Scheduler.OWN).withArchitecture(architecture);
    }

    private TestClient client(Server server) throws IOException {
        TestClient client = TestClient.connect(server);
        clients.add(client);
        return client;
    }

    private static void ask(TestClient client, String path) throws IOException {
        assertThat(client.get(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void everyMessageIsCountedForOneWorker(Architecture architecture) throws Exception {
        try (Server server = Server.http(request -> Response.text("hello"))
                .options(on(architecture))
                .start()) {
            assertThat(server.scheduler()).isEqualTo(Scheduler.OWN);
            for (int i = 0; i < 20; i++) {
                ask(client(server), "x");
            }
            Eventually.await("all are counted", () -> server.stats().requests() == 20);
            List<WorkerStats> workers = server.stats().workers();
            assertThat(workers).hasSize(architecture instanceof Architecture.SingleThreaded ? 1 : WORKERS);
            assertThat(workers.stream().mapToLong(WorkerStats::messages).sum()).isEqualTo(20);
            assertThat(workers.stream().mapToLong(WorkerStats::connections).sum())
                    .isEqualTo(20);
            assertThat(workers)
                    .allSatisfy(worker -> assertThat(worker.utilization()).isBetween(0.0, 1.0));
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void noThreadIsLeftWhenTheServerHasClosed(Architecture architecture) throws Exception {
        Server server = Server.http(request -> Response.text("hello"))
                .options(on(architecture))
                .start();
        ask(client(server), "x");
        server.close();
        Eventually.await(
                "no carrier is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("heddle-carrier")));
    }

    @Test
    void roundRobinGivesEachWorkerAsManyConnections() throws Exception {
        try (Server server = Server.http(request -> Response.text("hello"))
                .options(on(Architecture.singleAcceptor()))
                .start()) {
            for (int i = 0; i < 3 * WORKERS; i++) {
                ask(client(server), "x");
            }
            assertThat(connections(server)).allMatch(count -> count == 3);
        }
    }

    /** A worker whose connections have ended gets the next ones; in turn, the next ones would go to all. */
    @Test
    void leastConnectionsGivesTheNextToTheWorkerWithTheFewest() throws Exception {
        try (Server server = Server.http(request -> Response.text("hello"))
                .options(on(Architecture.singleAcceptor()).withPlacement(Placement.LEAST_CONNECTIONS))
                .start()) {
            for (int i = 0; i < 3 * WORKERS; i++) {
                ask(client(server), "x");
            }
            assertThat(connections(server)).allMatch(count -> count == 3);
            for (int i = 0; i < 3 * WORKERS; i += WORKERS) {
                clients.get(i).close(); // all of one worker
            }
            Eventually.await("one worker has none", () -> connections(server).contains(0L));
            for (int i = 0; i < 3; i++) {
                ask(client(server), "x");
            }
            assertThat(connections(server)).allMatch(count -> count == 3);
        }
    }

    /** A connection is read by its own worker only: it would wait for as long as a message computes there. */
    @Test
    void messageInTheLongLaneOccupiesNoWorker() throws Exception {
        Handler tellsItsThread = new Handler() {
            @Override
            public Response handle(Request request) {
                return Response.text(Thread.currentThread().toString()); // names the carrier, too
            }

            @Override
            public Lane lane(Request request) {
                return request.path().equals("/long") ? Lane.LONG_RUNNING : Lane.NORMAL;
            }
        };
        try (Server server = Server.http(tellsItsThread)
                .options(on(Architecture.messageBalanced()))
                .start()) {
            TestClient client = client(server);
            assertThat(client.get("short").text()).contains("@heddle-carrier");
            assertThat(client.get("long").text()).contains("VirtualThread").doesNotContain("@heddle-carrier");
        }
    }

    private static List<Long> connections(Server server) {
        return server.stats().workers().stream().map(WorkerStats::connections).toList();
    }

    /** What a class that initializes itself waits for: that pins its thread on every JDK, as native code does. */
    private static final class Pinning {
        static final CountDownLatch PINNED = new CountDownLatch(1);
        static final CountDownLatch ANSWERED = new CountDownLatch(1);

        private static final class Initialized {
            static final boolean ENDED = pin();

            private static boolean pin() {
                PINNED.countDown();
                while (ANSWERED.getCount() > 0) {
                    LockSupport.parkNanos(1_000_000);
                }
                return true;
            }
        }
    }

    /** Each worker has a connection whose handler pins it, and another one that is answered meanwhile. */
    @Test
    void handlersThatPinEveryWorkerDoNotStrandTheirOtherConnections() throws Exception {
        try (Server server = Server.http(request -> {
                    if (request.path().equals("/pin")) {
                        return Response.text("ended " + Pinning.Initialized.ENDED);
                    }
                    return Response.text("hello");
                })
                .options(on(Architecture.singleAcceptor()))
                .start()) {
            for (int i = 0; i < 2 * WORKERS; i++) {
                ask(client(server), "x");
            }
            for (int i = 0; i < WORKERS; i++) {
                clients.get(i).send("GET /pin HTTP/1.1\r\nHost: h\r\n\r\n");
            }
            Eventually.await(Pinning.PINNED);
            for (int i = WORKERS; i < 2 * WORKERS; i++) {
                ask(clients.get(i), "y");
            }
            ask(client(server), "new");
            Pinning.ANSWERED.countDown();
            for (int i = 0; i < WORKERS; i++) {
                assertThat(clients.get(i).readReply().text()).isEqualTo("ended true");
            }
        }
    }

    /** On JDK 21 a thread that waits for a monitor keeps its carrier. */
    @Test
    void handlersThatWaitForAMonitorDoNotStrandTheOtherConnections() throws Exception {
        Object monitor = new Object();
        CountDownLatch waiting = new CountDownLatch(WORKERS);
        try (Server server = Server.http(request -> {
                    if (request.path().equals("/monitor")) {
                        waiting.countDown();
                        synchronized (monitor) {
                            return Response.text("entered");
                        }
                    }
                    return Response.text("hello");
                })
                .options(on(Architecture.singleAcceptor()))
                .start()) {
            for (int i = 0; i < 2 * WORKERS; i++) {
                ask(client(server), "x");
            }
            synchronized (monitor) {
                for (int i = 0; i < WORKERS; i++) {
                    clients.get(i).send("GET /monitor HTTP/1.1\r\nHost: h\r\n\r\n");
                }
                Eventually.await(waiting);
                for (int i = WORKERS; i < 2 * WORKERS; i++) {
                    ask(clients.get(i), "y");
                }
            }
            for (int i = 0; i < WORKERS; i++) {
                assertThat(clients.get(i).readReply().text()).isEqualTo("entered");
            }
        }
    }

    /** A handler's own threads, started anywhere, are not bound to the server. */
    @Test
    void threadOfAHandlerOutlivesTheServer() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Server server = Server.http(request -> {
                    Thread.startVirtualThread(() -> {
                        try {
                            Eventually.await(closed);
                            ended.countDown();
                        } catch (InterruptedException e) {
                            // Then it does not end.
                        }
                    });
                    return Response.text("hello");
                })
                .options(on(Architecture.singleAcceptor()))
                .start();
        ask(client(server), "x");
        server.close();
        closed.countDown();
        Eventually.await(ended);
    }

    /** Were the JDK's pollers started by a thread of ours, all sockets of the JVM would stop when the server has closed. */
    @Test
    void socketsOfTheJdkWorkOnAfterTheServerHasClosed() throws Exception {
        try (Server other = Server.http(request -> Response.text("hello"))
                .options(ServerOptions.defaults().withScheduler(Scheduler.JVM))
                .start()) {
            try (Server server = Server.http(request -> {
                        try (TestClient inner = TestClient.connect(other)) {
                            return Response.text(inner.get("x").text());
                        }
                    })
                    .options(on(Architecture.singleAcceptor()))
                    .start()) {
                assertThat(client(server).get("x").text()).isEqualTo("hello");
            }
            ask(client(other), "x");
        }
    }
}
