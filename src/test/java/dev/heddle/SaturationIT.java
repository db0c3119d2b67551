package dev.heddle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess;
import dev.heddle.options.Architecture;
import dev.heddle.options.Scheduler;
import dev.heddle.support.Eventually;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One carrier that is saturated by clients that ask again at once, of a handler that computes. Threads in the scheduler's external
 * queue, such as that of a new connection or of one whose timeout has fired, must not starve.
 */
@Tag("measures")
@Timeout(120)
class SaturationIT {
    private static final int BUSY = 48;
    private static final int NEW_CONNECTIONS = 12;
    private static final int SLOW_HEADS = 3;

    /**
     * How many requests of the busy clients may be served while a quarter of the others wait: 60 of each. Counted in work and not
     * in time, so that a machine that does something else delays both alike. Only a quarter, as on such a machine some wait a
     * hundred rounds; a thread that starves waits until the load is over, which is longer than any client here waits.
     */
    private static final long MOST_SERVED_MEANWHILE = 60L * BUSY;

    private static final Duration HEAD_TIMEOUT = Duration.ofSeconds(1);

    static Stream<Arguments> architectures() {
        return onBothSchedulers(Architecture.all().stream());
    }

    static Stream<Arguments> architecturesWithoutLanes() {
        return onBothSchedulers(
                Architecture.all().stream().filter(each -> !(each instanceof Architecture.MessageBalanced)));
    }

    private static Stream<Arguments> onBothSchedulers(Stream<Architecture> architectures) {
        return architectures.flatMap(architecture -> Arrays.stream(Scheduler.values())
                .map(scheduler -> Arguments.of(architecture.label(), scheduler.label())));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void newConnectionsAndDeadlinesAreServedOnASaturatedCarrier(String architecture, String scheduler)
            throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start(
                        "demo",
                        "-p",
                        "0",
                        "-a",
                        architecture,
                        "--scheduler",
                        scheduler,
                        "--carriers",
                        "1",
                        "--head-timeout",
                        "1s");
                Load load = new Load(new InetSocketAddress(InetAddress.getLoopbackAddress(), heddle.port()))) {
            load.awaitServed();
            List<Long> served = new ArrayList<>();
            for (int i = 0; i < NEW_CONNECTIONS; i++) {
                long before = load.served();
                try (TestClient client = TestClient.connect(load.server)) {
                    assertThat(client.get("plaintext").status()).isEqualTo(200);
                }
                served.add(load.served() - before);
            }
            List<Long> servedAfterTimeout = servedUntilHeadsAreTimedOut(load);
            System.out.println("saturation " + architecture + " on " + scheduler
                    + ": busy requests served while new connections waited " + served
                    + ", and heads after their timeout " + servedAfterTimeout);
            assertThat(quartile(served))
                    .as("served while a new connection waited")
                    .isLessThan(MOST_SERVED_MEANWHILE);
            assertThat(quartile(servedAfterTimeout))
                    .as("served while a head was overdue")
                    .isLessThan(MOST_SERVED_MEANWHILE);
            assertThat(load.isGoingOn()).isTrue();
        }
    }

    private static List<Long> servedUntilHeadsAreTimedOut(Load load) throws Exception {
        List<TestClient> slow = new ArrayList<>();
        List<Long> served = new ArrayList<>();
        try {
            for (int i = 0; i < SLOW_HEADS; i++) {
                slow.add(TestClient.connect(load.server).send("GET / HT"));
            }
            TimeUnit.NANOSECONDS.sleep(HEAD_TIMEOUT.toNanos()); // from here on they are overdue
            long before = load.served();
            for (TestClient client : slow) {
                assertThat(client.readReply().status()).isEqualTo(408);
                served.add(load.served() - before);
            }
        } finally {
            for (TestClient client : slow) {
                client.close();
            }
        }
        return served;
    }

    private static long quartile(List<Long> counts) {
        return counts.stream().sorted().skip(counts.size() / 4).findFirst().orElseThrow();
    }

    /**
     * A connection whose next message has always arrived never waits, and would keep the carrier for 3.2 s. message-balanced has
     * lanes for that, and no carrier to spare for them here.
     */
    @ParameterizedTest
    @MethodSource("architecturesWithoutLanes")
    void pipelinedComputationsYieldToAWaitingConnection(String architecture, String scheduler) throws Exception {
        try (HeddleProcess heddle = HeddleProcess.start(
                "demo", "-p", "0", "-a", architecture, "--scheduler", scheduler, "--carriers", "1")) {
            InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), heddle.port());
            try (TestClient quick = TestClient.connect(server);
                    TestClient busy = TestClient.connect(server)) {
                assertThat(quick.get("plaintext").status()).isEqualTo(200);
                assertThat(busy.get("spin?us=1").status()).isEqualTo(200);
                long begun = System.nanoTime();
                busy.send("GET /spin?us=50000 HTTP/1.1\r\nHost: h\r\n\r\n".repeat(64));
                List<Duration> waits = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    long since = System.nanoTime();
                    assertThat(quick.get("plaintext").status()).isEqualTo(200);
                    waits.add(Duration.ofNanos(System.nanoTime() - since));
                }
                for (int i = 0; i < 64; i++) {
                    assertThat(busy.readReply().status()).isEqualTo(200);
                }
                Duration half =
                        Duration.ofNanos((System.nanoTime() - begun) / 2); // of 3.2 s, or more on a slow machine
                assertThat(waits).as("how long the other connection waited").allMatch(wait -> wait.compareTo(half) < 0);
            }
        }
    }

    /** Clients that keep the server busy. */
    private static final class Load implements AutoCloseable {
        private final InetSocketAddress server;
        private final ExecutorService threads = Executors.newFixedThreadPool(BUSY);
        private final CountDownLatch allServed = new CountDownLatch(BUSY);
        private final LongAdder served = new LongAdder();
        private final CountDownLatch over = new CountDownLatch(1);
        private final List<Future<?>> clients = new ArrayList<>();

        Load(InetSocketAddress server) {
            this.server = server;
            for (int i = 0; i < BUSY; i++) {
                clients.add(threads.submit(() -> {
                    askAgainAndAgain();
                    return null;
                }));
            }
        }

        private void askAgainAndAgain() throws IOException {
            try (TestClient client = TestClient.connect(server)) {
                while (over.getCount() > 0) {
                    assertThat(client.get("spin?us=500").status()).isEqualTo(200);
                    allServed.countDown();
                    served.increment();
                }
            }
        }

        void awaitServed() throws InterruptedException {
            Eventually.await(allServed);
        }

        /** How many requests of these clients have been answered. */
        long served() {
            return served.sum();
        }

        boolean isGoingOn() {
            return clients.stream().noneMatch(Future::isDone);
        }

        @Override
        public void close() {
            over.countDown();
            threads.close();
        }
    }
}
