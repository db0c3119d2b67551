package dev.heddle.lab.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One simulation: a design under a workload on a number of cores. The first part of the requests is not counted, as the queues fill then.
 */
final class Run {
    /** Before any is counted there are as many as a fifth of the counted ones. */
    private static final int WARM_UP_SHARE = 5;

    /** And so many for each connection: all of them connect at once. */
    private static final int WARM_UP_EACH = 10;

    private final Agenda agenda = new Agenda();
    private final SimulatedServer server;
    private final Client client;
    private final Workload workload;
    private final int counted;
    private final int warmUp;
    private final LongSamples all = new LongSamples();
    private final List<LongSamples> ofKind;

    private int replies;

    /**
     * @param requests how many are counted
     * @param seed of all that is drawn: the same seed, the same figures
     */
    Run(Costs costs, Design design, Workload workload, int cores, int requests, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Processors processors = new Processors(agenda, cores);
        this.workload = workload;
        this.counted = requests;
        this.warmUp = Math.max(requests / WARM_UP_SHARE, WARM_UP_EACH * workload.connections());
        this.ofKind = workload.kinds().stream().map(kind -> new LongSamples()).toList();
        this.server = new SimulatedServer(agenda, processors, costs, design, random.split(), this::replied);
        this.client = new Client(agenda, processors, costs, workload, server, random);
    }

    private void replied(Message message) {
        replies++;
        if (replies > warmUp) {
            long nanos = agenda.now() - message.sentAt();
            all.add(nanos);
            ofKind.get(message.kind()).add(nanos);
        }
        client.replied(message);
    }

    /** Runs it to its end. Once. */
    Outcome run() {
        client.start();
        performUntil(warmUp);
        server.acceptWaits().clear();
        SimulatedServer.Snapshot before = server.snapshot();
        long gateWait = server.gateWaitNanos();
        long clientBefore = clientNanos();
        performUntil(warmUp + counted);
        SimulatedServer.Snapshot after = server.snapshot();
        double nanos = after.at() - before.at();
        List<Double> busy = fractions(before.busyNanos(), after.busyNanos(), nanos);
        return new Outcome(
                workload.arrivals() instanceof Workload.Poisson poisson ? poisson.perSecond() : 0,
                counted * 1e9 / nanos,
                Latencies.of("all", all),
                latenciesOfKinds(),
                busy,
                IntStream.range(0, busy.size())
                        .mapToObj(
                                i -> after.messages().get(i) - before.messages().get(i))
                        .toList(),
                fractions(before.backlogNanos(), after.backlogNanos(), nanos),
                fractions(before.dispatcherNanos(), after.dispatcherNanos(), nanos),
                server.acceptWaits().quantile(0.99) / 1e3,
                (server.gateWaitNanos() - gateWait) / nanos,
                busy.stream().mapToDouble(Double::doubleValue).sum() * nanos / counted / 1e3,
                (clientNanos() - clientBefore) / 1e3 / counted);
    }

    private void performUntil(int number) {
        while (replies < number) {
            if (!agenda.performNext()) {
                throw new IllegalStateException("nothing happens any more after " + replies + " replies");
            }
        }
    }

    private long clientNanos() {
        return client.threads().stream().mapToLong(Worker::busyNanos).sum();
    }

    private List<Latencies> latenciesOfKinds() {
        List<Latencies> latencies = new ArrayList<>();
        for (int i = 0; i < ofKind.size(); i++) {
            latencies.add(Latencies.of(workload.kinds().get(i).name(), ofKind.get(i)));
        }
        return latencies;
    }

    private static List<Double> fractions(List<Long> before, List<Long> after, double nanos) {
        return IntStream.range(0, before.size())
                .mapToObj(i -> (after.get(i) - before.get(i)) / nanos)
                .toList();
    }
}
