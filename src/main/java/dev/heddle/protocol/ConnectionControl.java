package dev.heddle.protocol;

import dev.heddle.proxy.ProxyOptions;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * The connection under a session: what a protocol or a handler may ask of it. For any thread.
 *
 * {@snippet :
 * ConnectionControl control = transport.control();
 * Runnable forget = control.onCancel(() -> System.out.println(control.peer() + " has left"));
 * control.runBlocking(() -> System.out.println("takes long"));
 * forget.run();
 * }
 */
public interface ConnectionControl {
    /** The address of the client: the peer's, unless the connection has begun with a PROXY header that names another. */
    SocketAddress peer();

    /** The address at the other end of the connection: the client's, or that of a proxy. */
    default SocketAddress directPeer() {
        return peer();
    }

    /** Which proxies are believed, and what they say. */
    default ProxyOptions proxies() {
        return ProxyOptions.NONE;
    }

    /** The address on this side that the peer connected to. */
    SocketAddress local();

    /** The TLS session; empty if the connection is not encrypted. */
    Optional<SSLSession> tls();

    /** The time of day in seconds since 1970, up to a quarter of a second late: reading it costs no more than a field. */
    long epochSecond();

    /**
     * Runs a task that may block for long, on the calling thread, which reads the connection or handles one of its messages. An
     * architecture that runs one handler at a time releases its baton for the duration of the task.
     */
    void runBlocking(Runnable task);

    /**
     * Has it noticed that the peer leaves while a message is handled. Called on the thread that handles the message, after the body has
     * been read.
     *
     * @param alone whether the connection is not read before this message's reply has been written
     */
    void watchPeer(boolean alone);

    /** Whether replies are not wanted any more: the peer has ended its side, the connection was aborted, or the server is closing. */
    boolean isCancelled();

    /**
     * Runs an action on a thread of its own when {@link #isCancelled} becomes true; at once if it is.
     *
     * @return makes it forget the action
     */
    Runnable onCancel(Runnable action);

    /** Closes the connection at once. What is in flight on it is lost: reads and writes that are blocked on it fail. */
    void abort();
}
