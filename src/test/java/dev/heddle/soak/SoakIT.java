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

/** Good clients among bad ones, for a long time, on a small heap. */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class SoakIT {
    private static final List<String> SMALL_HEAP = List.of("-Xmx64m");

    /** Short enough for the patient among the bad ones to meet each of them many times. */
    private static final String[] TIMEOUTS = {
        "--head-timeout", "5s", "--body-timeout", "5s", "--idle-timeout", "10s", "--write-timeout", "5s"
    };

    private static final int GOOD = 8;
    private static final int BAD = 40;

    private final long seed = Effort.seed();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch failed = new CountDownLatch(1);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final LongAdder goodVisits = new LongAdder();
    private final LongAdder badVisits = new LongAdder();
    private final LongAdder answers = new LongAdder();

    static Stream<String> architectures() {
        return Architecture.all().stream().map(Architecture::label);
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void goodClientsGetEveryAnswerAndBadOnesLeaveNothingBehind(String architecture) throws Exception {
        try (DemoServer server = DemoServer.start(SMALL_HEAP, architecture, TIMEOUTS)) {
            soak(server, architecture, GoodHttpVisit.values(), BadHttpVisit.values(), Effort.soak());
        }
    }

    /** The short form tries one: what an architecture does has little to do with what is spoken. */
    static Stream<String> architecturesOverLines() {
        return architectures().limit(Effort.of(1, Architecture.all().size()));
    }

    @ParameterizedTest
    @MethodSource("architecturesOverLines")
    void soItIsWithLines(String architecture) throws Exception {
        String[] arguments = Stream.concat(Stream.of("--protocol", "line"), Stream.of(TIMEOUTS))
                .toArray(String[]::new);
        try (DemoServer server = DemoServer.start(SMALL_HEAP, architecture, arguments)) {
            soak(
                    server,
                    architecture + " over lines",
                    GoodLineVisit.values(),
                    BadLineVisit.values(),
                    Effort.soak().dividedBy(4));
        }
    }

    private void soak(DemoServer server, String what, Visit[] good, Visit[] bad, Duration time) throws Exception {
        SplittableRandom seeds = new SplittableRandom(seed);
        for (Visit visit : good) {
            visit.pay(server.address(), new Occasion(seeds.split(), over));
        }
        Holdings before = server.holdingsAtRest();
        long residentBefore = server.residentMemory();
        long kernelThreadsBefore = server.kernelThreads();

        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < GOOD; i++) {
            clients.add(client(server, good, new Occasion(seeds.split(), over), goodVisits));
        }
        for (int i = 0; i < BAD; i++) {
            clients.add(client(server, bad, new Occasion(seeds.split(), over), badVisits));
        }
        failed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        over.countDown();
        for (Thread client : clients) {
            client.join();
        }

        assertThat(failures).as("failures with the seed %d", seed).isEmpty();
        server.assertHoldsAgain(before);
        Effort.report(
                "soak %s, %d s, seed %d: %d right answers on %d good visits beside %d bad ones; held before and after %s;"
                        + " live heap %d KiB; resident %d MiB, was %d; threads of the kernel %d, were %d; processor time %d s",
                what,
                time.toSeconds(),
                seed,
                answers.sum(),
                goodVisits.sum(),
                badVisits.sum(),
                before,
                server.liveHeap() >> 10,
                server.residentMemory() >> 20,
                residentBefore >> 20,
                server.kernelThreads(),
                kernelThreadsBefore,
                server.processorTime().toSeconds());
        server.assertEndsWell();
    }

    /** Pays one visit after the other. */
    private Thread client(DemoServer server, Visit[] ways, Occasion occasion, LongAdder visits) {
        return Thread.ofVirtual().name("visitor").start(() -> {
            while (!occasion.isOver()) {
                Visit way = ways[occasion.below(ways.length)];
                try {
                    answers.add(way.pay(server.address(), occasion));
                    visits.increment();
                } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
                    failures.add(new AssertionError(way + ": " + e, e));
                    failed.countDown();
                    return;
                }
            }
        });
    }
}
