package dev.heddle.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.options.Architecture;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Good clients alongside bad ones, and alongside {@link Crowd}s, for a long time, on a small heap. */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class SoakIT {
    private static final List<String> SMALL_HEAP = List.of("-Xmx64m");

    /** Short enough for each of them to fire many times. */
    private static final String[] TIMEOUTS = {
        "--head-timeout", "5s", "--body-timeout", "5s", "--idle-timeout", "10s", "--write-timeout", "5s"
    };

    private static final int GOOD = 8;
    private static final int BAD = 40;

    /** A half of each, as there are others here. */
    private static final int PART_OF_A_CROWD = 2;

    private final long seed = SoakScale.seed();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch failed = new CountDownLatch(1);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder goodRuns = new LongAdder();
    private final LongAdder badRuns = new LongAdder();
    private final LongAdder replies = new LongAdder();
    private final LongAdder rejected = new LongAdder();

    static Stream<String> architectures() {
        return Architecture.all().stream().map(Architecture::label);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void goodHttpClientsGetEveryReplyAndBadOnesLeakNothing(String architecture) throws Exception {
        try (DemoServer server = DemoServer.start(SMALL_HEAP, architecture, TIMEOUTS)) {
            soak(server, architecture, GoodHttpClient.values(), BadHttpClient.values(), List.of(), SoakScale.soak());
            server.assertEndsWell();
        }
    }

    /** With a crowd a server may be full: then a good client is told so. */
    @ParameterizedTest
    @MethodSource("architecturesAmidCrowds")
    void goodHttpClientsGetEveryReplyOrA503AmidCrowds(String architecture) throws Exception {
        try (DemoServer server = DemoServer.start(SMALL_HEAP, architecture, TIMEOUTS)) {
            List<Crowd> crowds = List.of(Crowd.values());
            soak(
                    server,
                    architecture + " amid crowds",
                    GoodHttpClient.values(),
                    BadHttpClient.values(),
                    crowds,
                    SoakScale.soak());
            assertThat(replies.sum()).isPositive();
            assertThat(server.endsWithExitCode()).isZero();
        }
    }

    /** The short form tries one: HeapPressureIT has each crowd for itself. */
    static Stream<String> architecturesAmidCrowds() {
        return SoakScale.isLarge() ? architectures() : Stream.of("message-balanced");
    }

    /** The short form tries one: an architecture depends little on the protocol. */
    static Stream<String> architecturesOverLines() {
        return architectures().limit(SoakScale.of(1, Architecture.all().size()));
    }

    @ParameterizedTest
    @MethodSource("architecturesOverLines")
    void goodLineClientsGetEveryReplyAndBadOnesLeakNothing(String architecture) throws Exception {
        String[] arguments = Stream.concat(Stream.of("--protocol", "line"), Stream.of(TIMEOUTS))
                .toArray(String[]::new);
        try (DemoServer server = DemoServer.start(SMALL_HEAP, architecture, arguments)) {
            soak(
                    server,
                    architecture + " over lines",
                    GoodLineClient.values(),
                    BadLineClient.values(),
                    List.of(),
                    SoakScale.soak().dividedBy(4));
            server.assertEndsWell();
        }
    }

    private void soak(
            DemoServer server,
            String what,
            ClientBehavior[] good,
            ClientBehavior[] bad,
            List<Crowd> crowds,
            Duration time)
            throws Exception {
        SplittableRandom seeds = new SplittableRandom(seed);
        for (ClientBehavior behavior : good) {
            behavior.run(server.address(), new ClientContext(seeds.split(), over));
        }
        HeldResources before = server.holdingsAtRest();
        long residentBefore = server.residentMemory();
        long kernelThreadsBefore = server.kernelThreads();

        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < GOOD; i++) {
            clients.add(client(server, good, new ClientContext(seeds.split(), over), goodRuns, !crowds.isEmpty()));
        }
        for (int i = 0; i < BAD; i++) {
            clients.add(client(server, bad, new ClientContext(seeds.split(), over), badRuns, !crowds.isEmpty()));
        }
        for (Crowd crowd : crowds) {
            attack(server, crowd, time.dividedBy(crowds.size()));
        }
        if (crowds.isEmpty()) {
            failed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        }
        over.countDown();
        for (Thread client : clients) {
            client.join();
        }

        assertThat(failures).as("failures with the seed %d", seed).isEmpty();
        server.assertHoldsAgain(before);
        SoakScale.report(
                "soak %s, %d s, seed %d: %d correct replies in %d runs of good clients, %d rejected, alongside %d runs of bad ones; held before and after %s;"
                        + " live heap %d KiB; resident %d MiB, was %d; threads of the kernel %d, were %d; processor time %d s",
                what,
                time.toSeconds(),
                seed,
                replies.sum(),
                goodRuns.sum(),
                rejected.sum(),
                badRuns.sum(),
                before,
                server.liveHeap() >> 10,
                server.residentMemory() >> 20,
                residentBefore >> 20,
                server.kernelThreads(),
                kernelThreadsBefore,
                server.processorTime().toSeconds());
    }

    /** Lets a crowd attack for so long, or until a client has failed. */
    private void attack(DemoServer server, Crowd crowd, Duration time) throws Exception {
        CountDownLatch crowdIsOver = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> attackers = crowd.attack(server::connectSocket, PART_OF_A_CROWD, crowdIsOver, threads);
            try {
                failed.await(time.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                crowdIsOver.countDown();
            }
            for (Future<?> attacker : attackers) {
                attacker.get();
            }
        }
    }

    /** Runs one behavior after the other. */
    private Thread client(
            DemoServer server,
            ClientBehavior[] behaviors,
            ClientContext context,
            LongAdder runs,
            boolean mayBeRejected) {
        return Thread.ofVirtual().name("soak-client").start(() -> {
            while (!context.isOver()) {
                ClientBehavior behavior = behaviors[context.below(behaviors.length)];
                try {
                    replies.add(behavior.run(server.address(), context));
                    runs.increment();
                } catch (RejectedException e) {
                    rejected.increment();
                    if (!mayBeRejected) {
                        fail(new AssertionError(behavior + ": " + e, e));
                        return;
                    }
                } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
                    fail(new AssertionError(behavior + ": " + e, e));
                    return;
                }
            }
        });
    }

    private void fail(AssertionError failure) {
        failures.add(failure);
        failed.countDown();
    }
}
