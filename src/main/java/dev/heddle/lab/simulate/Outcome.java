package dev.heddle.lab.simulate;

import dev.heddle.lab.Jain;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * What a simulation has given.
 *
 * @param offered requests a second, in an open loop; 0 in a closed one
 * @param rate replies a second
 * @param all how long requests took
 * @param kinds the same for each kind
 * @param busy for each worker, the fraction of the time in which it used a core
 * @param messages for each worker, how many messages it handled
 * @param backlogs for each listening socket, the fraction of the time in which a connection waited to be accepted
 * @param dispatchers for each dispatcher, the fraction of the time in which it was held
 * @param acceptP99 how long connections waited to be accepted, in µs
 * @param gateWaiting how many acceptors waited for the gate on average
 * @param serverMicros processor time of the server for a request
 * @param clientMicros processor time of the client for a request
 */
record Outcome(
        double offered,
        double rate,
        Latencies all,
        List<Latencies> kinds,
        List<Double> busy,
        List<Long> messages,
        List<Double> backlogs,
        List<Double> dispatchers,
        double acceptP99,
        double gateWaiting,
        double serverMicros,
        double clientMicros) {
    /** Beyond it something is called a bottleneck. */
    private static final double FULL = 0.9;

    /** From here on a rate counts as served. */
    private static final double SERVED = 0.97;

    double meanBusy() {
        return mean(busy);
    }

    double maxBusy() {
        return Collections.max(busy);
    }

    double maxDispatcher() {
        return dispatchers.isEmpty() ? 0 : Collections.max(dispatchers);
    }

    double maxBacklog() {
        return Collections.max(backlogs);
    }

    /** Jain's index of the workers' busy time. */
    double jain() {
        return Jain.index(busy);
    }

    /**
     * What holds the rate down.
     *
     * @param cores how many there are
     */
    Bottleneck bottleneck(int cores) {
        if (offered > 0 && rate >= SERVED * offered) {
            return Bottleneck.NONE;
        }
        double used = meanBusy() * busy.size() / cores;
        if (used >= FULL) {
            return Bottleneck.CORES;
        }
        if (busy.size() < cores && maxBusy() >= FULL) {
            return Bottleneck.THREAD;
        }
        if (maxDispatcher() >= FULL) {
            return Bottleneck.DISPATCHER;
        }
        if (maxBacklog() >= FULL) {
            return backlogs.size() > 1 ? Bottleneck.SHARD : gateWaiting > 0 ? Bottleneck.GATE : Bottleneck.ACCEPTOR;
        }
        return maxBusy() >= FULL ? Bottleneck.WORKER : Bottleneck.NONE;
    }

    private static double mean(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
