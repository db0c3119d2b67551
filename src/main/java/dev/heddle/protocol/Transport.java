package dev.heddle.protocol;

import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.metrics.ServerEvents;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * What a session gets from its connection.
 *
 * {@snippet :
 * ByteArrayOutputStream sent = new ByteArrayOutputStream();
 * ByteReader in = new ByteReader(new ByteArrayInputStream(Ascii.bytes("hello\n"))::read, 1024);
 * Transport transport = new Transport(in, new ByteWriter(sent::write, 1024)); // a session without a socket
 * Session session = new LineProtocol(line -> line, Limits.defaults()).open(transport);
 * }
 *
 * @param in the bytes from the peer
 * @param out the bytes to the peer
 * @param progress to which the session reports what it waits for
 * @param control the connection itself
 * @param events to which failing handlers are reported
 */
public record Transport(
        ByteReader in, ByteWriter out, ReadProgress progress, ConnectionControl control, ServerEvents events) {
    /** A transport without a connection, for tests and tools: its bytes may come from anywhere. */
    public Transport(ByteReader in, ByteWriter out, ReadProgress progress, SocketAddress peer, ServerEvents events) {
        this(in, out, progress, new NoConnection(peer), events);
    }

    /** A transport for which no deadline runs, and without a connection or a listener: for tools. */
    public Transport(ByteReader in, ByteWriter out) {
        this(in, out, new NoDeadlines(), InetSocketAddress.createUnresolved("nobody", 1), new ServerEvents() {});
    }

    /** The address of the client, as {@link ConnectionControl#peer} says. */
    public SocketAddress peer() {
        return control.peer();
    }

    private static final class NoDeadlines implements ReadProgress {
        @Override
        public boolean messageStarted() {
            return true;
        }

        @Override
        public void headComplete() {}

        @Override
        public void readingBody() {}
    }

    private record NoConnection(SocketAddress peer) implements ConnectionControl {
        @Override
        public SocketAddress local() {
            return peer;
        }

        @Override
        public Optional<SSLSession> tls() {
            return Optional.empty();
        }

        @Override
        public long epochSecond() {
            return System.currentTimeMillis() / 1000;
        }

        @Override
        public void runBlocking(Runnable task) {
            task.run();
        }

        @Override
        public void watchPeer(boolean alone) {}

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public Runnable onCancel(Runnable action) {
            return () -> {};
        }

        @Override
        public void abort() {}
    }
}
