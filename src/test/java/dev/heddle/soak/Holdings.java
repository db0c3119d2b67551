package dev.heddle.soak;

import java.util.Map;

/**
 * What a server holds for its clients: as can be seen of its process, and as it says itself.
 *
 * @param sockets how many of its descriptors are sockets
 * @param otherDescriptors how many are not
 * @param threads how many threads of each of Heddle's kinds, virtual ones too
 * @param stats connections open (that is, permits taken), messages in flight and in lanes, bytes in buffers; empty if the server
 *     has no such page. The one who asks is among them
 */
record Holdings(long sockets, long otherDescriptors, Map<String, Long> threads, String stats) {}
