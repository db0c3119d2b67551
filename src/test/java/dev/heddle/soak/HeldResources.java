package dev.heddle.soak;

import java.util.Map;

/**
 * What a server holds for its clients, seen from outside and by its own statistics.
 *
 * @param sockets the number of descriptors that are sockets
 * @param otherDescriptors the number of those that are not
 * @param threads the number of Heddle's threads of each kind, virtual ones included
 * @param stats open connections (permits taken), messages in flight and in lanes, buffered bytes, including the connection that
 *     reads them; empty if the server has no such page
 */
record HeldResources(long sockets, long otherDescriptors, Map<String, Long> threads, String stats) {}
