package dev.heddle.lab.simulate;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A measured rate to compare the simulation with: small requests of a client on the server's own cores. A part of the file of costs.
 *
 * @param architecture of the server
 * @param cores how many client and server had
 * @param connections how many the client held
 * @param newConnections whether each request was on a new connection
 * @param ratePerSecond of replies
 * @param serverMicrosPerRequest processor time of the server for a request
 * @param clientMicrosPerRequest processor time of the client for a request
 * @param othersShareOfCores the fraction of the cores that other programs used meanwhile; 0 if unknown
 */
record Measurement(
        Design.Architecture architecture,
        int cores,
        int connections,
        boolean newConnections,
        double ratePerSecond,
        double serverMicrosPerRequest,
        double clientMicrosPerRequest,
        double othersShareOfCores) {
    Measurement {
        Objects.requireNonNull(architecture, "'architecture' is none of the five");
    }

    /**
     * The one with the median rate; of an even number the mean of the two in the middle. The best one would not be typical: which threads
     * share a core differs from one round to the next, and the rate with it.
     *
     * @param rounds of the same load, at least one
     */
    static Measurement median(List<Measurement> rounds) {
        List<Measurement> byRate = rounds.stream()
                .sorted(Comparator.comparingDouble(Measurement::ratePerSecond))
                .toList();
        Measurement above = byRate.get(byRate.size() / 2);
        return byRate.size() % 2 == 1
                ? above
                : byRate.get(byRate.size() / 2 - 1).meanWith(above);
    }

    private Measurement meanWith(Measurement other) {
        return new Measurement(
                architecture,
                cores,
                connections,
                newConnections,
                (ratePerSecond + other.ratePerSecond) / 2,
                (serverMicrosPerRequest + other.serverMicrosPerRequest) / 2,
                (clientMicrosPerRequest + other.clientMicrosPerRequest) / 2,
                (othersShareOfCores + other.othersShareOfCores) / 2);
    }

    /** The same, simulated. */
    Outcome simulated(Costs costs, long seed) {
        Workload.Arrivals arrivals = newConnections ? new Workload.NewConnections() : new Workload.KeepAlive();
        Workload workload = new Workload(connections, arrivals, Workload.SMALLEST, 0, 1, 0);
        return new Run(costs, Design.of(architecture), workload, cores, Sweep.REQUESTS, seed).run();
    }
}
