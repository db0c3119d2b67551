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
     * The one with the median rate, of those that other programs did not disturb; if they disturbed all, of those that they disturbed the
     * least. The best one would not be typical: which threads share a core differs from one time to the next, and the rate with it.
     */
    static Measurement median(List<Measurement> rounds) {
        List<Measurement> byOthers = rounds.stream()
                .sorted(Comparator.comparingDouble(Measurement::othersShareOfCores))
                .toList();
        List<Measurement> undisturbed = byOthers.stream()
                .filter(each -> each.othersShareOfCores() <= Agreement.MOST_OTHERS)
                .toList();
        List<Measurement> trusted = undisturbed.isEmpty() ? byOthers.subList(0, 1) : undisturbed;
        return trusted.stream()
                .sorted(Comparator.comparingDouble(Measurement::ratePerSecond))
                .toList()
                .get(trusted.size() / 2);
    }

    /** The same, simulated. */
    Outcome simulated(Costs costs, long seed) {
        Workload.Arrivals arrivals = newConnections ? new Workload.NewConnections() : new Workload.KeepAlive();
        Workload workload = new Workload(connections, arrivals, Workload.SMALLEST, 0, 1, 0);
        return new Run(costs, Design.of(architecture), workload, cores, Sweep.REQUESTS, seed).run();
    }
}
