package dev.heddle.metrics;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a server, told as it happens. Every method does nothing unless overridden.
 *
 * <p>Called on the thread to which it happens, an acceptor's or a connection's: an implementation must be safe for many
 * threads, fast, and must not block or throw.
 */
public interface ServerEvents {
    /** Accepting a connection failed, most likely for want of file descriptors; the acceptor waits and tries again. */
    default void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {}

    /** A connection was turned away because the server has no room. */
    default void connectionRejected(SocketAddress peer) {}

    /** A peer broke the protocol or was too slow; it is told so and its connection closed. */
    default void protocolError(SocketAddress peer, String reason) {}

    /** A handler failed. The peer gets an error reply, or, if parts of the reply were sent, a visibly cut one. */
    default void handlerFailed(SocketAddress peer, Throwable cause) {}

    /** A message was refused because as many as may be are being handled already. */
    default void messageRejected(SocketAddress peer) {}

    /**
     * A handler has not returned for longer than its time-out, and was interrupted. Called by the watchdog.
     *
     * @param where not thrown: its stack trace is that of the handler's thread, its message says for how long
     */
    default void handlerTimedOut(SocketAddress peer, Throwable where) {}

    /** Heddle itself failed on a connection, which is closed. */
    default void connectionFailed(@Nullable SocketAddress peer, Throwable cause) {}

    /** The JVM's settings do not suit a server; told once for a JVM, when its first server starts. */
    default void misconfigured(String advice) {}

    /** A closing server has cut connections that did not end in the time that it was given. */
    default void connectionsAborted(int connections) {}

    /** The server has closed, and nothing more is said of it. Called on the thread that closed it, which may wait a moment. */
    default void closed() {}
}
