package dev.heddle.protocol;

import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.metrics.ServerEvents;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * What a session gets from its connection.
 *
 * @param in the octets from the peer
 * @param out the octets to the peer
 * @param phases to be told what the session waits for
 * @param wire the connection itself
 * @param events to be told of failing handlers
 */
public record Transport(ByteReader in, ByteWriter out, Phases phases, Wire wire, ServerEvents events) {
    /** Without a connection: octets from somewhere, to somewhere. */
    public Transport(ByteReader in, ByteWriter out, Phases phases, SocketAddress peer, ServerEvents events) {
        this(in, out, phases, new NoWire(peer), events);
    }

    /** The peer's address. */
    public SocketAddress peer() {
        return wire.peer();
    }

    private record NoWire(SocketAddress peer) implements Wire {
        @Override
        public SocketAddress local() {
            return peer;
        }

        @Override
        public Optional<SSLSession> tls() {
            return Optional.empty();
        }

        @Override
        public void outside(Runnable wait) {
            wait.run();
        }

        @Override
        public void cut() {}
    }
}
