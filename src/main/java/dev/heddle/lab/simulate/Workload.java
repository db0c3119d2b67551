package dev.heddle.lab.simulate;

import java.util.List;

/**
 * What the clients do.
 *
 * @param connections how many are open
 * @param arrivals when requests come
 * @param kinds what they ask for
 * @param zipf how uneven the connections' rates are: the i-th has 1/iˣ of the first's; 0 for even ones. With Poisson arrivals only
 * @param clientThreads threads of a client on the server's own cores; 0 for clients elsewhere, which cost nothing here
 * @param networkNanos a way through the network, to clients elsewhere
 */
record Workload(
        int connections, Arrivals arrivals, List<Kind> kinds, double zipf, int clientThreads, long networkNanos) {
    /** When requests come. */
    sealed interface Arrivals {}

    /** Closed loop: each connection sends its next request when it has the reply. */
    record KeepAlive() implements Arrivals {}

    /** Closed loop: each client opens a connection for each request. */
    record NewConnections() implements Arrivals {}

    /** Open loop: requests come at a rate, whatever becomes of the earlier ones, each on a connection drawn by its rate. */
    record Poisson(double perSecond) implements Arrivals {}

    /** Requests that cost the least, inline where there is a dispatcher. */
    static final List<Kind> SMALLEST = List.of(Kind.constant("all", 1, Kind.Lane.INLINE, 0));

    /** @throws IllegalArgumentException if a number is out of bounds */
    Workload {
        kinds = List.copyOf(kinds);
        if (connections < 1 || kinds.isEmpty() || clientThreads < 0 || networkNanos < 0 || zipf < 0) {
            throw new IllegalArgumentException(
                    "a workload needs at least one connection and one kind, and no negative number");
        }
        if (arrivals instanceof Poisson && clientThreads > 0) {
            throw new IllegalArgumentException("clients of an open loop are elsewhere: they have no threads here");
        }
    }
}
