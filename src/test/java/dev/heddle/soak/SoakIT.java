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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Good clients alongside bad ones, for a long time, on a small heap. */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class SoakIT {
    private static final List<String> SMALL_HEAP = List.of("-Xmx64m");

    /** Short enough for each of them to fire many times. */
    private static final String[] TIMEOUTS = {
        "--head-timeout", "5s", "--body-timeout", "5s", "--idle-timeout", "10s", "--write-timeout", "5s"
    };

    private static final int GOOD = 8;
    private static final int BAD = 40;

    private final long seed = SoakScale.seed();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch failed = new CountDownLatch(1);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder goodRuns = new LongAdder();
    private final LongAdder badRuns = new LongAdder();
    private final LongAdder answers = new LongAdder();

    static Stream<String> architectures() {
        return Architecture.all().stream().map(Architecture::label);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void goodHttpClientsGetEveryReplyAndBadOnesLeakNothing(String architecture) throws Exception {
        try (DemoServer server = DemoServer.start(SMALL_HEAP, architecture, TIMEOUTS)) {
            soak(server, architecture, GoodHttpClient.values(), BadHttpClient.values(), SoakScale.soak());
        }
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
                    SoakScale.soak().dividedBy(4));
        }
    }

    private void soak(DemoServer server, String what, ClientBehavior[] good, ClientBehavior[] bad, Duration time)
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
            clients.add(client(server, good, new ClientContext(seeds.split(), over), goodRuns));
        }
        for (int i = 0; i < BAD; i++) {
            clients.add(client(server, bad, new ClientContext(seeds.split(), over), badRuns));
        }
        failed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        over.countDown();
        for (Thread client : clients) {
            client.join();
        }

        assertThat(failures).as("failures with the seed %d", seed).isEmpty();
        server.assertHoldsAgain(before);
        SoakScale.report(
                "soak %s, %d s, seed %d: %d correct replies in %d runs of good clients, alongside %d runs of bad ones; held before and after %s;"
                        + " live heap %d KiB; resident %d MiB, was %d; threads of the kernel %d, were %d; processor time %d s",
                what,
                time.toSeconds(),
                seed,
                answers.sum(),
                goodRuns.sum(),
                badRuns.sum(),
                before,
                server.liveHeap() >> 10,
                server.residentMemory() >> 20,
                residentBefore >> 20,
                server.kernelThreads(),
                kernelThreadsBefore,
                server.processorTime().toSeconds());
        server.assertEndsWell();
    }

    /** Runs one behavior after the other. */
    private Thread client(DemoServer server, ClientBehavior[] behaviors, ClientContext context, LongAdder runs) {
        return Thread.ofVirtual().name("soak-client").start(() -> {
            while (!context.isOver()) {
                ClientBehavior behavior = behaviors[context.below(behaviors.length)];
                try {
                    answers.add(behavior.run(server.address(), context));
                    runs.increment();
                } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
                    failures.add(new AssertionError(behavior + ": " + e, e));
                    failed.countDown();
                    return;
                }
            }
        });
    }
}
