package dev.heddle.lab.simulate;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A measured rate to compare the simulation with: small requests of a client on the server's own cores.
 *
 * @param design which architecture
 * @param cores how many client and server had
 * @param connections how many the client held
 * @param newConnections whether each request was on a new connection
 * @param rate replies a second
 * @param serverMicros processor time of the server for a request
 * @param clientMicros processor time of the client for a request
 * @param others the fraction of the cores that other programs used meanwhile; 0 if unknown
 */
record Measurement(
        Design.Architecture design,
        int cores,
        int connections,
        boolean newConnections,
        double rate,
        double serverMicros,
        double clientMicros,
        double others) {
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("architecture", design.label());
        json.put("cores", cores);
        json.put("connections", connections);
        json.put("newConnections", newConnections);
        json.put("ratePerSecond", rate);
        json.put("serverMicrosPerRequest", serverMicros);
        json.put("clientMicrosPerRequest", clientMicros);
        json.put("othersShareOfCores", others);
        return json;
    }

    /** @throws IllegalArgumentException if a member is missing or of another type */
    static Measurement of(JsonObject json) {
        return new Measurement(
                Design.Architecture.labelled(json.string("architecture")),
                (int) json.whole("cores"),
                (int) json.whole("connections"),
                json.truth("newConnections"),
                json.number("ratePerSecond"),
                json.number("serverMicrosPerRequest"),
                json.number("clientMicrosPerRequest"),
                json.number("othersShareOfCores"));
    }

    /** The same, simulated. */
    Outcome simulated(Costs costs, long seed) {
        Workload.Arrivals arrivals = newConnections ? new Workload.NewConnections() : new Workload.KeepAlive();
        Workload workload = new Workload(connections, arrivals, Workload.SMALLEST, 0, 1, 0);
        return new Run(costs, Design.of(design), workload, cores, Sweep.REQUESTS, seed).run();
    }
}
