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
 * @param in the bytes from the peer
 * @param out the bytes to the peer
 * @param progress to be told what the session waits for
 * @param control the connection itself
 * @param events to be told of failing handlers
 */
public record Transport(
        ByteReader in, ByteWriter out, ReadProgress progress, ConnectionControl control, ServerEvents events) {
    /** Without a connection: bytes from somewhere, to somewhere. */
    public Transport(ByteReader in, ByteWriter out, ReadProgress phases, SocketAddress peer, ServerEvents events) {
        this(in, out, phases, new NoWire(peer), events);
    }

    /** The peer's address. */
    public SocketAddress peer() {
        return control.peer();
    }

    private record NoWire(SocketAddress peer) implements ConnectionControl {
        @Override
        public SocketAddress local() {
            return peer;
        }

        @Override
        public Optional<SSLSession> tls() {
            return Optional.empty();
        }

        @Override
        public void runBlocking(Runnable wait) {
            wait.run();
        }

        @Override
        public void abort() {}
    }
}
