package dev.heddle.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** A bound socket that connections are accepted from, on either scheduler. {@link #accept} is for one thread at a time. */
interface ListeningSocket {
    /** A socket of the JDK. */
    static ListeningSocket of(ServerSocket socket) {
        return new ListeningSocket() {
            @Override
            public Socket accept(int acceptor) throws IOException {
                return socket.accept();
            }

            @Override
            public @Nullable Socket acceptQueued(int acceptor) throws IOException {
                socket.setSoTimeout(1); // The shortest that there is.
                try {
                    return socket.accept();
                } catch (SocketTimeoutException e) {
                    return null;
                }
            }

            @Override
            public Socket unconnected(int acceptor) {
                return new Socket();
            }

            @Override
            public InetSocketAddress address() {
                return (InetSocketAddress) socket.getLocalSocketAddress();
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }

    /**
     * Waits for a connection.
     *
     * @param acceptor which of the server's acceptors waits
     */
    Socket accept(int acceptor) throws IOException;

    /** Accepts a connection that is queued already; null if none is. After it, {@link #accept} is not called any more. */
    @Nullable
    Socket acceptQueued(int acceptor) throws IOException;

    /** A socket like an accepted one, but without a peer. */
    Socket unconnected(int acceptor) throws IOException;

    /** The address that it is bound to. */
    InetSocketAddress address();

    /** Closes it, and wakes the thread in {@link #accept}: the kernel has released the port when that has returned, too. */
    void close() throws IOException;
}
