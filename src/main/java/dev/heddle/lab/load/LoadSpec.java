package dev.heddle.lab.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * What load to make. Immutable.
 *
 * @param server where the server listens
 * @param host the value of the Host header
 * @param requests the kinds of requests, at least one
 * @param connections how many connections there are; for new connections the most that are open at a time
 * @param depth how many requests may be unanswered on one connection: 1, or more if they are pipelined
 * @param newConnections whether each request has a connection of its own, which is closed after it
 * @param pace when requests start
 * @param zipf the exponent of the connections' shares of the requests; 0 if each request takes any free connection
 * @param slowClients further connections that send a request a byte at a time and are not measured
 * @param warmUp how long there is load before the measurement
 * @param duration how long is measured
 * @param timeout how long a request may take
 * @param threads how many threads share the connections
 * @param seed chooses the arrivals and the kinds
 */
public record LoadSpec(
        InetSocketAddress server,
        String host,
        List<RequestKind> requests,
        int connections,
        int depth,
        boolean newConnections,
        Pace pace,
        double zipf,
        int slowClients,
        Duration warmUp,
        Duration duration,
        Duration timeout,
        int threads,
        long seed) {
    /** @throws IllegalArgumentException if the parts do not fit together */
    public LoadSpec {
        requests = List.copyOf(requests);
        require(!requests.isEmpty(), "there must be a request to send");
        require(connections >= 1, "there must be at least 1 connection, not " + connections);
        require(depth >= 1, "the depth must be at least 1, not " + depth);
        require(depth == 1 || !newConnections, "a new connection for each request has nothing to pipeline");
        require(zipf >= 0 && Double.isFinite(zipf), "Zipf's exponent must be 0 or more, not " + zipf);
        require(
                zipf == 0 || (pace instanceof Pace.Open && !newConnections),
                "Zipf rates need an open loop on lasting connections");
        require(!(pace instanceof Pace.AtOnce) || newConnections, "a storm needs new connections");
        require(slowClients >= 0, "the number of slow clients must be 0 or more, not " + slowClients);
        require(
                threads >= 1 && threads <= connections,
                "there must be from 1 thread to one for each connection, not " + threads);
        require(!duration.isNegative() && !duration.isZero(), "the duration must be positive");
        require(!warmUp.isNegative(), "the time to warm up must be 0 or more");
        require(!timeout.isNegative() && !timeout.isZero(), "the timeout must be positive");
    }

    /** One connection, one request at a time, for a second: to be changed. */
    public static LoadSpec on(InetSocketAddress server, RequestKind... requests) {
        return new LoadSpec(
                server,
                server.getHostString() + ":" + server.getPort(),
                List.of(requests),
                1,
                1,
                false,
                new Pace.Closed(),
                0,
                0,
                Duration.ZERO,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                1,
                42);
    }

    /** The same, with that many connections. */
    public LoadSpec withConnections(int count) {
        return new LoadSpec(
                server,
                host,
                requests,
                count,
                depth,
                newConnections,
                pace,
                zipf,
                slowClients,
                warmUp,
                duration,
                timeout,
                threads,
                seed);
    }

    /** The same, with that many unanswered requests on a connection. */
    public LoadSpec pipelined(int most) {
        return new LoadSpec(
                server,
                host,
                requests,
                connections,
                most,
                newConnections,
                pace,
                zipf,
                slowClients,
                warmUp,
                duration,
                timeout,
                threads,
                seed);
    }

    /** The same, with a connection for each request. */
    public LoadSpec withNewConnections() {
        return new LoadSpec(
                server,
                host,
                requests,
                connections,
                depth,
                true,
                pace,
                zipf,
                slowClients,
                warmUp,
                duration,
                timeout,
                threads,
                seed);
    }

    /** The same at another pace. */
    public LoadSpec at(Pace other) {
        return new LoadSpec(
                server,
                host,
                requests,
                connections,
                depth,
                newConnections,
                other,
                zipf,
                slowClients,
                warmUp,
                duration,
                timeout,
                threads,
                seed);
    }

    /** The same, with unequal shares for the connections. */
    public LoadSpec withZipf(double exponent) {
        return new LoadSpec(
                server,
                host,
                requests,
                connections,
                depth,
                newConnections,
                pace,
                exponent,
                slowClients,
                warmUp,
                duration,
                timeout,
                threads,
                seed);
    }

    /** The same for another time. */
    public LoadSpec lasting(Duration toWarmUp, Duration measured) {
        return new LoadSpec(
                server,
                host,
                requests,
                connections,
                depth,
                newConnections,
                pace,
                zipf,
                slowClients,
                toWarmUp,
                measured,
                timeout,
                threads,
                seed);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
