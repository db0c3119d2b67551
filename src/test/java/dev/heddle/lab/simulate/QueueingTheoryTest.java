package dev.heddle.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.heddle.lab.simulate.Kind.Lane;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The simulation of queueing systems whose solutions are known: where nothing else costs anything, it has to give these. */
class QueueingTheoryTest {
    private static final double MEAN_MICROS = 10;
    private static final int REQUESTS = 300_000;
    private static final Design ONE_THREAD = Design.of(Design.Architecture.SINGLE_THREADED);

    private static Outcome run(Design design, List<Kind> kinds, double perSecond, int cores, int requests) {
        // With so many connections that hardly two requests in the system are one connection's.
        Workload workload = new Workload(20_000, new Workload.Poisson(perSecond), kinds, 0, 0, 0);
        return new Run(Costs.NONE, design, workload, cores, requests, 1).run();
    }

    private static double perSecond(double load, double serviceMicros, int servers) {
        return load * servers * 1e6 / serviceMicros;
    }

    @Test
    void exponentialServiceOnOneThreadIsAnMM1Queue() {
        double load = 0.7;
        List<Kind> kinds = List.of(Kind.exponential("all", MEAN_MICROS * 1e3));
        Outcome outcome = run(ONE_THREAD, kinds, perSecond(load, MEAN_MICROS, 1), 1, REQUESTS);
        double mean = MEAN_MICROS / (1 - load);
        assertThat(outcome.all().meanMicros()).isCloseTo(mean, Percentage.withPercentage(3));
        // The time in the system is exponentially distributed.
        assertThat(outcome.all().p50Micros()).isCloseTo(mean * Math.log(2), Percentage.withPercentage(3));
        assertThat(outcome.all().p99Micros()).isCloseTo(mean * Math.log(100), Percentage.withPercentage(8));
        assertThat(outcome.meanBusy()).isCloseTo(load, within(0.01));
    }

    @Test
    void constantServiceOnOneThreadIsAnMD1Queue() {
        double load = 0.8;
        List<Kind> kinds = List.of(Kind.constant("all", 1, Lane.NORMAL, 10_000));
        Outcome outcome = run(ONE_THREAD, kinds, perSecond(load, MEAN_MICROS, 1), 1, REQUESTS);
        double mean = MEAN_MICROS * (1 + load / (2 * (1 - load)));
        assertThat(outcome.all().meanMicros()).isCloseTo(mean, Percentage.withPercentage(3));
    }

    @Test
    void tasksThatAnyWorkerTakesAreAnMMcQueue() {
        for (int servers : new int[] {2, 4, 16}) {
            double load = 0.8;
            double wait = erlangC(servers, load * servers) * MEAN_MICROS / (servers * (1 - load));
            assertThat(meanMicrosInSharedQueue(servers, perSecond(load, MEAN_MICROS, servers)))
                    .as("%d workers", servers)
                    .isCloseTo(MEAN_MICROS + wait, Percentage.withPercentage(3));
        }
    }

    private static double meanMicrosInSharedQueue(int servers, double perSecond) {
        Agenda agenda = new Agenda();
        Processors processors = new Processors(agenda, servers);
        SharedTasks shared = new SharedTasks();
        shared.setWorkers(IntStream.range(0, servers)
                .mapToObj(i -> new Worker(agenda, processors, shared, false, 0, 0))
                .toList());
        SplittableRandom random = new SplittableRandom(1);
        LongSamples nanos = new LongSamples();
        long at = 0;
        for (int i = 0; i < REQUESTS; i++) {
            at += Kind.exponential(random, 1e9 / perSecond);
            long arrival = at;
            long service = Kind.exponential(random, MEAN_MICROS * 1e3);
            agenda.after(arrival, () -> shared.run(service, by -> nanos.add(agenda.now() - arrival)));
        }
        while (agenda.performNext()) {}
        return nanos.mean() / 1e3;
    }

    /** The probability that a request has to wait. */
    private static double erlangC(int servers, double offered) {
        double term = 1;
        double sum = 1;
        for (int i = 1; i < servers; i++) {
            term *= offered / i;
            sum += term;
        }
        double waiting = term * offered / servers / (1 - offered / servers);
        return waiting / (sum + waiting);
    }

    @Test
    void longAndShortRequestsOnOneThreadAreAnMG1Queue() {
        double load = 0.5;
        double mean = 0.99 * 10 + 0.01 * 5000;
        double secondMoment = 0.99 * 10 * 10 + 0.01 * 5000 * 5000;
        double perSecond = perSecond(load, mean, 1);
        List<Kind> kinds = List.of(
                Kind.constant("short", 99, Lane.NORMAL, 10_000), Kind.constant("long", 1, Lane.LONG, 5_000_000));
        Outcome outcome = run(ONE_THREAD, kinds, perSecond, 1, REQUESTS);
        // Pollaczek and Khinchine.
        double wait = perSecond / 1e6 * secondMoment / (2 * (1 - load));
        assertThat(outcome.all().meanMicros()).isCloseTo(mean + wait, Percentage.withPercentage(6));
        assertThat(outcome.kinds().getFirst().meanMicros()).isCloseTo(10 + wait, Percentage.withPercentage(6));
    }

    /** Little's law: as many requests are in the system as arrive in the time that each is in it. Counted in a closed loop. */
    @Test
    void connectionsOfAClosedLoopAreAlwaysInTheSystem() {
        for (Design design : Design.five()) {
            Workload workload = new Workload(
                    50, new Workload.KeepAlive(), List.of(Kind.exponential("all", MEAN_MICROS * 1e3)), 0, 0, 0);
            Outcome outcome = new Run(Costs.NONE, design, workload, 4, 50_000, 1).run();
            assertThat(outcome.rate() * outcome.all().meanMicros() / 1e6)
                    .as(design.name())
                    .isCloseTo(50, Percentage.withPercentage(1));
        }
    }

    @Test
    void utilizationIsTheOfferedLoadInEveryDesign() {
        for (Design design : Design.five()) {
            int servers = design.workers(4);
            List<Kind> kinds = List.of(Kind.exponential("all", MEAN_MICROS * 1e3));
            Outcome outcome = run(design, kinds, perSecond(0.5, MEAN_MICROS, servers), 4, 50_000);
            assertThat(outcome.meanBusy()).as(design.name()).isCloseTo(0.5, within(0.01));
            assertThat(outcome.messages().stream().mapToLong(Long::longValue).sum())
                    .as(design.name())
                    .isBetween(49_990L, 50_010L);
        }
    }

    /** Each worker of connection-grained designs is a queue of its own: no better than one thread with its share. */
    @Test
    void separateQueuesAreNoBetterThanOne() {
        double load = 0.7;
        List<Kind> kinds = List.of(Kind.exponential("all", MEAN_MICROS * 1e3));
        Outcome outcome = run(
                Design.of(Design.Architecture.SINGLE_ACCEPTOR), kinds, perSecond(load, MEAN_MICROS, 8), 8, REQUESTS);
        assertThat(outcome.all().meanMicros()).isCloseTo(MEAN_MICROS / (1 - load), Percentage.withPercentage(5));
    }

    @Test
    void connectionGrainedWorkersAreUnevenUnderZipfRatesAndMessageBalancedOnesAreNot() {
        List<Kind> kinds = List.of(Kind.constant("all", 1, Lane.NORMAL, 10_000));
        Workload workload = new Workload(64, new Workload.Poisson(perSecond(0.15, MEAN_MICROS, 8)), kinds, 1, 0, 0);
        Outcome grained =
                new Run(Costs.NONE, Design.of(Design.Architecture.SINGLE_ACCEPTOR), workload, 8, 100_000, 1).run();
        double[] shares = new double[8];
        double all = IntStream.rangeClosed(1, 64).mapToDouble(i -> 1.0 / i).sum();
        IntStream.range(0, 64).forEach(i -> shares[i % 8] += 1.0 / (i + 1) / all);
        for (int i = 0; i < 8; i++) {
            assertThat(grained.busy().get(i)).isCloseTo(shares[i] * 0.15 * 8, within(0.01));
        }
        double squares = Arrays.stream(shares).map(each -> each * each).sum();
        assertThat(grained.jain()).isCloseTo(1 / (8 * squares), within(0.02)).isLessThan(0.8);
    }
}
