package dev.heddle.net;

import dev.heddle.concurrent.CloseGuard;
import dev.heddle.concurrent.Steps;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;

/** One listening socket. {@link #accept} is for one thread at a time; {@link #close} for any. */
public final class Listener implements AutoCloseable {
    private final ServerSocket socket;

    /** Of {@link ServerSocket#accept}, in which at most one thread is. */
    private final CloseGuard accepting = new CloseGuard();

    /** Done when the socket is closed and nobody is in {@link ServerSocket#accept}. */
    private final Steps released = new Steps(1);

    /** @param socket bound, and used by nobody else */
    Listener(ServerSocket socket) {
        this.socket = socket;
    }

    /**
     * Opens the listening socket of a server.
     *
     * @throws BindException naming the address, if it is in use or not this machine's
     */
    public static Listener open(ServerOptions options) throws IOException {
        return open(options, options.port(), false);
    }

    /**
     * Opens several listening sockets on one address, among which the kernel divides the connections by a hash of their
     * addresses and ports (Linux socket(7), {@code SO_REUSEPORT}).
     *
     * @throws UnsupportedOperationException if this platform has no {@code SO_REUSEPORT}
     * @throws BindException naming the address, if it is in use or not this machine's
     */
    public static List<Listener> openShards(ServerOptions options, int count) throws IOException {
        List<Listener> shards = new ArrayList<>(count);
        int port = options.port();
        try {
            requireUnused(options);
            for (int i = 0; i < count; i++) {
                shards.add(open(options, port, true));
                // The first one gets a free port if any would do; the others join it there.
                port = shards.getFirst().address().getPort();
            }
            return shards;
        } catch (IOException | RuntimeException e) {
            shards.forEach(Listener::close);
            throw e;
        }
    }

    /**
     * Fails if somebody else listens on the port. With {@code SO_REUSEPORT} a second server of the same user would bind
     * without a word and get half of the connections.
     */
    private static void requireUnused(ServerOptions options) throws IOException {
        if (options.port() != 0) {
            open(options, options.port(), false).close();
        }
    }

    @SuppressWarnings("AddressSelection") // the address was resolved when the options were made
    private static Listener open(ServerOptions options, int port, boolean shared) throws IOException {
        ServerSocket socket = new ServerSocket();
        InetSocketAddress address = new InetSocketAddress(options.bind(), port);
        try {
            // So that a restarted server need not wait for its predecessor's connections to be forgotten.
            socket.setReuseAddress(true);
            if (shared) {
                if (!socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                    throw new UnsupportedOperationException(
                            "socket-sharded needs SO_REUSEPORT, which this platform does not have; choose another architecture");
                }
                socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            socket.bind(address, options.backlog());
            return new Listener(socket);
        } catch (BindException e) {
            socket.close();
            BindException named = new BindException(
                    "cannot listen on " + options.bind().getHostAddress() + " port " + port + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The address that it listens on, with the port that it got. */
    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /**
     * Waits for a connection. Never to be interrupted: that would close the socket for everyone.
     *
     * @throws IOException if the kernel has none to give, or the listener is closed
     */
    Socket accept() throws IOException {
        if (!accepting.tryBegin()) {
            throw new SocketException("the listener is closed");
        }
        try {
            return socket.accept();
        } finally {
            if (accepting.end()) {
                released.done();
            }
        }
    }

    /** Whether it was closed. */
    boolean isClosed() {
        return accepting.isClosed();
    }

    /** Stops listening; who waits in {@link #accept} wakes with an exception. Connections that were accepted go on. */
    @Override
    public void close() {
        boolean unused = accepting.close();
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is buffered in a listening socket, and nobody can use it any more: there is nothing to save.
        }
        if (unused) {
            released.done();
        }
    }

    /**
     * Waits, once it is closed, until the kernel has forgotten it: until then clients can still connect, and nobody else can
     * listen there. A virtual thread that waits in {@code accept} is only woken by {@code close}, and gives the descriptor up
     * itself when it runs (NioSocketImpl, {@code tryFinishClose}): late, if the carriers are busy.
     *
     * @return whether it has been forgotten
     */
    public boolean awaitReleased(long nanos) {
        return released.await(nanos);
    }
}
