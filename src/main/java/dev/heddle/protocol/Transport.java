package dev.heddle.protocol;

import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.metrics.ServerEvents;
import java.net.SocketAddress;

/**
 * What a session gets from its connection.
 *
 * @param in the octets from the peer
 * @param out the octets to the peer
 * @param phases to be told what the session waits for
 * @param peer the peer's address
 * @param events to be told of failing handlers
 */
public record Transport(ByteReader in, ByteWriter out, Phases phases, SocketAddress peer, ServerEvents events) {}
