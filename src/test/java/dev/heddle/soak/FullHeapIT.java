package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.cli.HeddleProcess;
import dev.heddle.cli.HeddleProcess.Ended;
import dev.heddle.options.Architecture;
import dev.heddle.support.Eventually;
import dev.heddle.support.HttpReply;
import dev.heddle.support.TestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A program whose handler fills the heap to its last byte while others are served. On carriers of our own: those of the JVM may lose threads
 * of the JDK's then, which docs/faults.md tells.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FullHeapIT {
    private static final int FULL_MILLIS = SoakScale.of(4000, 20_000);
    private static final int CLIENTS = 40;

    private static final Duration RECOVERY = Duration.ofSeconds(10);

    static Stream<String> architectures() {
        return Architecture.all().stream().map(Architecture::label);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void serverAnswersAgainSoonAfterTheHeapWasFull(String architecture) throws Exception {
        try (DemoServer server = start(architecture)) {
            assertThat(server.get("plaintext").status()).isEqualTo(200);
            try (Clients clients = new Clients(server)) {
                fillAndAwaitRecovery(server, architecture);
                clients.end();
                clients.awaitRecovery();
                Eventually.await(
                        "only clients whose connection the JDK lost get neither a reply nor an end",
                        () -> clients.waiting() <= Math.max(0, lost(server)));
                assertThat(clients.waiting()).as("most are answered").isLessThan(CLIENTS / 2);
                SoakScale.report(
                        "%s: %d clients still waiting, %d connections lost",
                        architecture, clients.waiting(), lost(server));
            }
            assertNothingIsLeft(server);
        }
    }

    /** What the first request needs must be there, however full the heap is. The JDK may lose more connections than otherwise. */
    @ParameterizedTest
    @MethodSource("architectures")
    void serverAnswersAgainIfTheHeapWasFullBeforeItsFirstRequest(String architecture) throws Exception {
        try (DemoServer server = start(architecture)) {
            try (Clients clients = new Clients(server)) {
                fillAndAwaitRecovery(server, architecture);
                clients.end();
            }
            assertNothingIsLeft(server);
        }
    }

    private static DemoServer start(String architecture) throws IOException {
        List<String> options =
                List.of("-Xmx64m", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-Dheddle.scheduler=own");
        return DemoServer.startDropIn(options, architecture);
    }

    private static void fillAndAwaitRecovery(DemoServer server, String architecture) throws IOException {
        fill(server);
        Duration recovery = timeUntilServed(server);
        SoakScale.report("%s: answers %d ms after the heap was full", architecture, recovery.toMillis());
        assertThat(recovery).as("it printed %s", server.errors()).isLessThan(RECOVERY);
    }

    private static void assertNothingIsLeft(DemoServer server) throws IOException, InterruptedException {
        server.awaitConnections(open -> open == 1);
        // Until the request before has ended on the server's side, too.
        Eventually.await("only the request that asks is in flight", () -> inFlight(server) == 1);
        assertThat(server.endsWithExitCode()).isEqualTo(DemoServer.SIGTERM_HEARD);
    }

    /** A carrier whose thread is blocked while the heap is full, as one is that has no memory to park with, must not stay so. */
    @Test
    void carrierThatIsBlockedIsTakenOverAfterTheHeapWasFull() throws Exception {
        List<String> options = List.of("-Xmx32m", "--add-opens=java.base/java.lang=ALL-UNNAMED");
        try (HeddleProcess program = HeddleProcess.startProgram(options, BlockedCarrierApplication.class)) {
            Ended ended = program.awaitEnd();
            assertThat(ended.out()).as("it printed %s", ended.err()).contains(BlockedCarrierApplication.TAKEN_OVER);
        }
    }

    /** Returns when the heap is no longer full. Its own request may fail, too: the handler runs all the same. */
    private static void fill(DemoServer server) throws IOException {
        long begun = System.nanoTime();
        try {
            HttpReply reply = server.get("fill?ms=" + FULL_MILLIS);
            SoakScale.report("%s", reply.text());
        } catch (IOException e) {
            SoakScale.report("the request that filled the heap: %s", e);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(FULL_MILLIS / 2));
    }

    private static Duration timeUntilServed(DemoServer server) throws IOException {
        long begun = System.nanoTime();
        Duration taken = Duration.ZERO;
        while (!isServed(server) && taken.compareTo(RECOVERY) < 0) {
            taken = Duration.ofNanos(System.nanoTime() - begun);
        }
        return taken;
    }

    /**
     * A connection that the kernel has accepted, and the JDK finds no memory to represent, stays open, and nobody knows of it: one at each
     * accept that runs out of memory there.
     */
    private static long lost(DemoServer server) {
        try {
            return server.lostConnections();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long inFlight(DemoServer server) {
        try {
            return server.figure("inFlight");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isServed(DemoServer server) {
        try {
            return server.get("plaintext").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Clients that ask again and again. However a test ends, they do, too. */
    private static final class Clients implements AutoCloseable {
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final CountDownLatch over = new CountDownLatch(1);
        private final List<Future<?>> all = new ArrayList<>();

        Clients(DemoServer server) {
            for (int i = 0; i < CLIENTS; i++) {
                all.add(threads.submit(() -> askUntilTheEnd(server)));
            }
        }

        /** While the heap is full, any outcome may meet it. */
        private void askUntilTheEnd(DemoServer server) {
            while (over.getCount() > 0) {
                try (TestClient client = server.connect()) {
                    client.waitWithoutLimit(); // So that clients that still wait can be counted at any time.
                    for (int i = 0; i < 20 && over.getCount() > 0; i++) {
                        client.get("plaintext");
                    }
                } catch (IOException | RuntimeException e) {
                    // The heap is full.
                }
            }
        }

        /** Each ends with its next reply. */
        void end() {
            over.countDown();
        }

        /** Returns when all have ended, at the latest after the time for the recovery. */
        void awaitRecovery() throws InterruptedException, ExecutionException {
            long deadline = System.nanoTime() + RECOVERY.toNanos();
            for (Future<?> client : all) {
                try {
                    client.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    // It waits still. The others may have ended, or failed.
                }
            }
        }

        /** How many have not ended. */
        long waiting() {
            return all.stream().filter(client -> !client.isDone()).count();
        }

        @Override
        public void close() {
            end();
            threads.shutdownNow(); // Those whose connection is lost would wait for long.
            threads.close();
        }
    }
}
