package dev.heddle.live;

import dev.heddle.metrics.ServerStats;
import dev.heddle.metrics.ServerStats.AcceptGateStats;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import dev.heddle.metrics.ServerStats.WorkerStats;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a server did in one period, about a second: the differences between two snapshots of its statistics. Immutable.
 *
 * @param architecture its name
 * @param scheduler whose carriers run the server's threads, {@code jvm} or {@code own}
 * @param carriers how many carriers
 * @param connectionsOpen connections at the end of the period
 * @param acceptQueue connections that the kernel has established and no acceptor has accepted yet, on average; -1 if that is unknown
 * @param connectsPerSecond connections accepted
 * @param rejectionsPerSecond connections rejected
 * @param requestsPerSecond requests whose handling has ended
 * @param inFlight requests in flight at the end of the period
 * @param acceptors for each acceptor: requests a second of the connections that it has accepted
 * @param gate the gate to the shared socket; null in an architecture without one
 * @param sections the one thread, or each dispatcher
 * @param lanes the lanes of messages
 * @param workers the server's own carriers; empty on the JVM's, which nobody can observe
 * @param handled from a request's head being read to its reply being written, in the server
 * @param request what the probe waited for a reply on a connection that it keeps, from the time at which it meant to ask
 * @param connect the same with a new connection for the request
 */
record Figures(
        String architecture,
        String scheduler,
        int carriers,
        long connectionsOpen,
        double acceptQueue,
        double connectsPerSecond,
        double rejectionsPerSecond,
        double requestsPerSecond,
        long inFlight,
        List<Double> acceptors,
        @Nullable Gate gate,
        List<Section> sections,
        List<LaneFigures> lanes,
        List<Worker> workers,
        Latency handled,
        Latency request,
        Latency connect) {
    /**
     * How acceptors waited for the gate.
     *
     * @param waiting acceptors that wait now
     * @param meanWaitMicros how long a wait took, on average; while little is accepted, acceptors wait for long
     */
    record Gate(int waiting, double meanWaitMicros) {}

    /**
     * A serial section: the one thread, or a dispatcher.
     *
     * @param busy the fraction of the period in which it was busy
     * @param contended the fraction of its acquisitions that had to wait
     * @param perSecond how often it was acquired
     */
    record Section(double busy, double contended, double perSecond) {}

    /**
     * A lane of messages.
     *
     * @param limit the most messages that are handled at a time
     * @param running messages that are being handled
     * @param waiting messages that wait
     * @param perSecond messages submitted
     */
    record LaneFigures(String name, int limit, int running, int waiting, double perSecond) {}

    /**
     * One of the server's own carriers.
     *
     * @param connections connections that it has
     * @param messagesPerSecond messages that it has handled
     * @param busy the fraction of the period in which it was busy
     */
    record Worker(long connections, double messagesPerSecond, double busy) {}

    /** The three latencies of a period. */
    record Latencies(Latency handled, Latency request, Latency connect) {
        static final Latencies NONE = new Latencies(Latency.NONE, Latency.NONE, Latency.NONE);
    }

    /**
     * The figures of the period between two snapshots.
     *
     * @param before null for the period since the server was opened
     */
    static Figures between(@Nullable ServerStats before, ServerStats now, double acceptQueue, Latencies latencies) {
        Period period = new Period(before, now);
        AcceptGateStats gate = now.acceptGate();
        return new Figures(
                now.architecture(),
                now.scheduler(),
                now.carriers(),
                now.connectionsOpen(),
                acceptQueue,
                period.rate(ServerStats::connectionsAccepted),
                period.rate(ServerStats::connectionsRejected),
                period.rate(ServerStats::requests),
                now.inFlight(),
                period.each(
                        now.requestsPerAcceptor().size(),
                        i -> period.rate(stats -> stats.requestsPerAcceptor().get(i))),
                gate == null ? null : period.gate(gate),
                period.each(now.serialSections().size(), period::section),
                period.each(now.lanes().size(), period::lane),
                period.each(now.workers().size(), period::worker),
                latencies.handled(),
                latencies.request(),
                latencies.connect());
    }

    /** Two snapshots of one server. */
    private record Period(@Nullable ServerStats before, ServerStats now) {
        private static final double NANOS = 1e9;

        /** How much a figure that only grows has grown. */
        private double growth(ToDoubleFunction<ServerStats> figure) {
            double then = before == null ? 0 : figure.applyAsDouble(before);
            return Math.max(0, figure.applyAsDouble(now) - then);
        }

        private double seconds() {
            return growth(stats -> stats.uptime().toNanos()) / NANOS;
        }

        private double rate(ToDoubleFunction<ServerStats> figure) {
            return ratio(growth(figure), seconds());
        }

        /** The fraction of this period in which something was busy, from fractions of the time since the server was opened. */
        private double busy(ToDoubleFunction<ServerStats> utilization) {
            double busy = growth(
                    stats -> utilization.applyAsDouble(stats) * stats.uptime().toNanos() / NANOS);
            return Math.min(1, ratio(busy, seconds()));
        }

        private Gate gate(AcceptGateStats gate) {
            double waited = growth(stats -> waitNanos(stats.acceptGate())) / 1000;
            double acquired = growth(stats -> acquisitions(stats.acceptGate()));
            return new Gate(gate.waiting(), ratio(waited, acquired));
        }

        private static double waitNanos(@Nullable AcceptGateStats gate) {
            return gate == null ? 0 : gate.waitTotal().toNanos();
        }

        private static double acquisitions(@Nullable AcceptGateStats gate) {
            return gate == null ? 0 : gate.acquisitions();
        }

        private Section section(int index) {
            double acquired = growth(stats -> of(stats, index).acquisitions());
            double contended = growth(stats -> of(stats, index).contended());
            return new Section(
                    busy(stats -> of(stats, index).utilization()),
                    ratio(contended, acquired),
                    ratio(acquired, seconds()));
        }

        private static SerialSectionStats of(ServerStats stats, int index) {
            return stats.serialSections().get(index);
        }

        private LaneFigures lane(int index) {
            LaneStats lane = now.lanes().get(index);
            return new LaneFigures(
                    lane.name(),
                    lane.limit(),
                    lane.running(),
                    lane.waiting(),
                    rate(stats -> stats.lanes().get(index).submitted()));
        }

        private Worker worker(int index) {
            WorkerStats worker = now.workers().get(index);
            return new Worker(
                    worker.connections(),
                    rate(stats -> stats.workers().get(index).messages()),
                    busy(stats -> stats.workers().get(index).utilization()));
        }

        private static double ratio(double part, double whole) {
            return whole > 0 ? part / whole : 0;
        }

        private <T> List<T> each(int count, IntFunction<T> made) {
            return IntStream.range(0, count).mapToObj(made).toList();
        }
    }
}
