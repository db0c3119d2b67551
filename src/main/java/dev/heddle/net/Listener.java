package dev.heddle.net;

import dev.heddle.concurrent.CloseGuard;
import dev.heddle.concurrent.Latches;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A listening socket. {@link #accept} is for one thread at a time; {@link #close} for any. */
public final class Listener implements AutoCloseable {
    private final ListeningSocket socket;

    /** Guards {@link ListeningSocket#accept}, in which at most one thread is at a time. */
    private final CloseGuard accepting = new CloseGuard();

    /** Released when the socket is closed and no thread is in {@link ListeningSocket#accept}. */
    private final CountDownLatch released = new CountDownLatch(1);

    /** The addresses of the connections that {@link #expectMarker} announced. */
    private final Set<SocketAddress> markers = ConcurrentHashMap.newKeySet();

    /** Whether a marker was accepted. Set once, by the acceptor that has. */
    private final AtomicBoolean marked = new AtomicBoolean();

    /** Released when it was closed. */
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param socket bound, and used by nobody else */
    Listener(ServerSocket socket) {
        this(ListeningSocket.of(socket));
    }

    private Listener(ListeningSocket socket) {
        this.socket = socket;
    }

    /**
     * Opens the listening socket of a server.
     *
     * @throws BindException naming the address, if it is in use or not this machine's
     */
    public static Listener open(ServerContext context) throws IOException {
        return open(context, context.options().port(), false);
    }

    /**
     * Opens several listening sockets on one address, among which the kernel divides the connections by a hash of their
     * addresses and ports (Linux socket(7), {@code SO_REUSEPORT}).
     *
     * @throws UnsupportedOperationException if this platform has no {@code SO_REUSEPORT}
     * @throws BindException naming the address, if it is in use or not this machine's
     */
    public static List<Listener> openShards(ServerContext context, int count) throws IOException {
        List<Listener> shards = new ArrayList<>(count);
        int port = context.options().port();
        try {
            requireUnused(context);
            for (int i = 0; i < count; i++) {
                shards.add(open(context, port, true));
                // With port 0 the first socket gets a free port, and the others bind to the same.
                port = shards.getFirst().address().getPort();
            }
            return shards;
        } catch (IOException | RuntimeException e) {
            shards.forEach(Listener::close);
            throw e;
        }
    }

    /**
     * Fails if another process listens on the port. With {@code SO_REUSEPORT} a second server of the same user would bind without an
     * error and get half of the connections.
     */
    private static void requireUnused(ServerContext context) throws IOException {
        if (context.options().port() != 0) {
            open(context, context.options().port(), false).close();
        }
    }

    @SuppressWarnings("AddressSelection") // the address was resolved when the options were made
    private static Listener open(ServerContext context, int port, boolean shared) throws IOException {
        ServerOptions options = context.options();
        InetSocketAddress address = new InetSocketAddress(options.bind(), port);
        try {
            return new Listener(context.threads().listen(address, options.backlog(), shared));
        } catch (BindException e) {
            BindException named = new BindException(
                    "cannot listen on " + options.bind().getHostAddress() + " port " + port + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    /** The address that it listens on, with the port that it got. */
    public InetSocketAddress address() {
        return socket.address();
    }

    /**
     * Waits for a connection. The thread must not be interrupted: that would close the socket for all acceptors.
     *
     * <p>Once a marker has been accepted, it only takes what is queued.
     *
     * @param acceptor which of the server's acceptors waits
     * @return null if nothing is queued behind the marker: the acceptor has to close at once, as what is queued until then is reset
     * @throws IOException if the kernel cannot provide one, or the listener is closed
     */
    @Nullable
    Socket accept(int acceptor) throws IOException {
        if (!accepting.tryBegin()) {
            throw new SocketException("the listener is closed");
        }
        try {
            Socket accepted = marked.get() ? socket.acceptQueued(acceptor) : socket.accept(acceptor);
            while (accepted != null && isMarker(accepted)) {
                Acceptor.closeQuietly(accepted);
                accepted = socket.acceptQueued(acceptor);
            }
            return accepted;
        } finally {
            if (accepting.end()) {
                released.countDown();
            }
        }
    }

    /** A socket like an accepted one, but without a peer. */
    Socket unconnected(int acceptor) throws IOException {
        return socket.unconnected(acceptor);
    }

    /**
     * Announces a connection that the closing server makes to itself. The kernel queues connections in order: when the marker has been
     * accepted, so has every connection that was queued before it, and it is time to close.
     */
    public void expectMarker(SocketAddress source) {
        markers.add(source);
    }

    private boolean isMarker(Socket accepted) {
        boolean marker = !markers.isEmpty() && markers.contains(accepted.getRemoteSocketAddress());
        if (marker) {
            marked.set(true);
        }
        return marker;
    }

    /** Waits until it is closed, by the acceptor that has accepted a marker, at most for a time. Returns whether it is. */
    public boolean awaitClosed(long nanos) {
        return Latches.poll(closed, nanos);
    }

    /** Whether it was closed. */
    boolean isClosed() {
        return accepting.isClosed();
    }

    /** Stops listening. A thread in {@link #accept} wakes with an exception; accepted connections continue. */
    @Override
    public void close() {
        boolean unused = accepting.close();
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is buffered in a listening socket, and no thread can use it any more: nothing is lost.
        }
        closed.countDown();
        if (unused) {
            released.countDown();
        }
    }

    /**
     * Waits, after {@link #close}, until the kernel has released the port: until then clients can still connect, and no other socket
     * can listen there. A virtual thread in {@code accept} is only woken by {@code close}, and closes the descriptor itself when it
     * runs (NioSocketImpl, {@code tryFinishClose}): late, if the carriers are busy.
     *
     * @return whether the port has been released
     */
    public boolean awaitReleased(long nanos) {
        return Latches.poll(released, nanos);
    }
}
