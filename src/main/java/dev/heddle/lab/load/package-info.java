/**
 * A load generator for HTTP/1.1: closed loop and open loop, with latencies free of coordinated omission, which also measures itself.
 *
 * <p>It shares its processors with the server that it measures, so it costs as little as it can: one thread waits for all connections.
 * {@link dev.heddle.lab.load.Load} is the way in.
 */
package dev.heddle.lab.load;
