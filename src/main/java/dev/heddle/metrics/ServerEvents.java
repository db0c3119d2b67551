package dev.heddle.metrics;

import java.net.SocketAddress;
import java.time.Duration;

/**
 * What happens in a server, reported as it happens. Every method does nothing unless overridden.
 *
 * <p>Called on the thread to which it happens, mostly an acceptor's or a connection's: an implementation must be safe for concurrent
 * calls, fast, and must not block. What it throws is ignored.
 *
 * {@snippet :
 * final class CountedFailures implements ServerEvents {
 *     private final LongAdder failures = new LongAdder();
 *
 *     @Override
 *     public void handlerFailed(SocketAddress peer, Throwable failure) {
 *         failures.increment();
 *     }
 * }
 * }
 */
public interface ServerEvents {
    /**
     * A connection was accepted and not rejected, and nothing of it was read yet. Called on the acceptor's thread: what this does delays
     * that acceptor's next connection, and no other acceptor's.
     *
     * @param acceptor which of the server's acceptors, from 0
     */
    default void connectionAccepted(int acceptor) {}

    /**
     * Accepting a connection failed, most likely because file descriptors ran out. Called on the acceptor's thread, which has paused
     * and tries again as soon as this returns; not called once the server drains.
     *
     * @param acceptor which of the server's acceptors, from 0
     * @param backOffNanos for how long it paused
     */
    default void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {}

    /**
     * A connection was rejected because as many as are allowed are open. Called on the acceptor's thread.
     *
     * @param limit how many may be open
     */
    default void connectionRejected(SocketAddress peer, int limit) {}

    /**
     * A peer broke the protocol or was too slow. It gets an error reply if it can still read one, and its connection is closed.
     *
     * @param reason what was received, or awaited, and the rule or limit
     */
    default void protocolError(SocketAddress peer, String reason) {}

    /**
     * A connection was closed on a server that expects a PROXY header: it came from no trusted address, or did not begin with a valid header.
     * Called on the connection's thread.
     *
     * @param source the address at the other end of the connection
     * @param reason what is wrong with it
     */
    default void connectionUntrusted(SocketAddress source, String reason) {}

    /**
     * A handshake was completed: that of TLS, or of another layer between the sockets and the protocol. Called on the connection's thread.
     *
     * @param nanos how long it took, the waits for the peer and for a turn to compute included
     */
    default void handshakeCompleted(SocketAddress peer, long nanos) {}

    /**
     * A handshake failed: the peer broke TLS or left, both sides have nothing in common, or the layer itself failed. The connection is
     * closed. Called on the connection's thread.
     *
     * @param cause an {@link java.io.IOException} unless the layer itself failed, most likely code of the program
     */
    default void handshakeFailed(SocketAddress peer, Throwable cause) {}

    /**
     * A handler failed. The peer gets an error reply, or a visibly truncated one if a part of the reply was sent already. Called on the
     * thread that ran the handler.
     */
    default void handlerFailed(SocketAddress peer, Throwable cause) {}

    /**
     * A message was rejected because the server is overloaded. Called on the thread that reads the connection.
     *
     * @param reason which limit was reached
     */
    default void messageRejected(SocketAddress peer, String reason) {}

    /**
     * A handler did not return within its timeout, and was interrupted. Called on the watchdog's thread.
     *
     * @param where not thrown: its stack trace is that of the handler's thread, its message says for how long it has run
     */
    default void handlerTimedOut(SocketAddress peer, Throwable where) {}

    /**
     * A listener of exchanges, such as an access log, has thrown. The request was served, and is not in that log. Called on the thread that
     * has written the reply.
     */
    default void listenerFailed(SocketAddress peer, Throwable cause) {}

    /** Heddle itself failed on a connection, which is closed. */
    default void connectionFailed(SocketAddress peer, Throwable cause) {}

    /**
     * The watchdog failed in one of its rounds, most likely because memory ran out. Called on its thread, which tries again in the next
     * round; until one succeeds no timeout is enforced.
     */
    default void watchdogFailed(Throwable cause) {}

    /** A carrier of the server's own failed outside the threads that it runs, most likely because memory ran out. It goes on. */
    default void carrierFailed(Throwable cause) {}

    /**
     * The JVM's settings do not suit a server; called once for a JVM, by the thread that starts its first server. Or a certificate will be
     * rejected by clients, by its dates; called by the thread that has read it.
     *
     * @param advice what happens, and which setting to change
     */
    default void misconfigured(String advice) {}

    /**
     * Certificates have changed, and the new ones are served. Called on the thread that looks for that.
     *
     * @param certificates what they are
     */
    default void certificatesReloaded(String certificates) {}

    /**
     * Files of certificates have changed, and what they hold is no use: the old ones are served, and the files are tried again. Called once
     * for each change, on the thread that looks for that.
     *
     * @param cause its message names the file and the problem
     */
    default void certificatesNotReloaded(Throwable cause) {}

    /**
     * A closing server has aborted connections that did not end in time. Called on the thread that closes it.
     *
     * @param connections how many, at least 1
     * @param timeout how long the server waited for them; zero if it was closed at once
     */
    default void connectionsAborted(int connections, Duration timeout) {}

    /** The server has closed; no event follows. Called on the thread that closed it, which may wait for a moment here. */
    default void closed() {}
}
