package dev.heddle.metrics;

import java.net.SocketAddress;
import java.time.Duration;

/**
 * Passes events on to two listeners, such as a log and one that counts. What the first throws keeps no event from the second.
 *
 * {@snippet :
 * AtomicLong rejected = new AtomicLong();
 * ServerEvents counting = new ServerEvents() {
 *     @Override
 *     public void connectionRejected(SocketAddress peer, int limit) {
 *         rejected.incrementAndGet();
 *     }
 * };
 * Server server = Server.http(request -> Response.text("hello"))
 *         .events(new BothEvents(new LoggingEvents(), counting))
 *         .start();
 * }
 *
 * @param first told first
 * @param second told after it
 */
public record BothEvents(ServerEvents first, ServerEvents second) implements ServerEvents {
    /** Guards the first from the second's point of view; the second is guarded by the server. */
    public BothEvents {
        first = new GuardedEvents(first);
    }

    @Override
    public void connectionAccepted(int acceptor) {
        first.connectionAccepted(acceptor);
        second.connectionAccepted(acceptor);
    }

    @Override
    public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
        first.acceptFailed(acceptor, cause, backOffNanos);
        second.acceptFailed(acceptor, cause, backOffNanos);
    }

    @Override
    public void connectionRejected(SocketAddress peer, int limit) {
        first.connectionRejected(peer, limit);
        second.connectionRejected(peer, limit);
    }

    @Override
    public void connectionUntrusted(SocketAddress source, String reason) {
        first.connectionUntrusted(source, reason);
        second.connectionUntrusted(source, reason);
    }

    @Override
    public void protocolError(SocketAddress peer, String reason) {
        first.protocolError(peer, reason);
        second.protocolError(peer, reason);
    }

    @Override
    public void handshakeCompleted(SocketAddress peer, long nanos) {
        first.handshakeCompleted(peer, nanos);
        second.handshakeCompleted(peer, nanos);
    }

    @Override
    public void handshakeFailed(SocketAddress peer, Throwable cause) {
        first.handshakeFailed(peer, cause);
        second.handshakeFailed(peer, cause);
    }

    @Override
    public void handlerFailed(SocketAddress peer, Throwable cause) {
        first.handlerFailed(peer, cause);
        second.handlerFailed(peer, cause);
    }

    @Override
    public void messageRejected(SocketAddress peer, String reason) {
        first.messageRejected(peer, reason);
        second.messageRejected(peer, reason);
    }

    @Override
    public void handlerTimedOut(SocketAddress peer, Throwable where) {
        first.handlerTimedOut(peer, where);
        second.handlerTimedOut(peer, where);
    }

    @Override
    public void listenerFailed(SocketAddress peer, Throwable cause) {
        first.listenerFailed(peer, cause);
        second.listenerFailed(peer, cause);
    }

    @Override
    public void connectionFailed(SocketAddress peer, Throwable cause) {
        first.connectionFailed(peer, cause);
        second.connectionFailed(peer, cause);
    }

    @Override
    public void watchdogFailed(Throwable cause) {
        first.watchdogFailed(cause);
        second.watchdogFailed(cause);
    }

    @Override
    public void carrierFailed(Throwable cause) {
        first.carrierFailed(cause);
        second.carrierFailed(cause);
    }

    @Override
    public void misconfigured(String advice) {
        first.misconfigured(advice);
        second.misconfigured(advice);
    }

    @Override
    public void certificatesReloaded(String certificates) {
        first.certificatesReloaded(certificates);
        second.certificatesReloaded(certificates);
    }

    @Override
    public void certificatesNotReloaded(Throwable cause) {
        first.certificatesNotReloaded(cause);
        second.certificatesNotReloaded(cause);
    }

    @Override
    public void connectionsAborted(int connections, Duration timeout) {
        first.connectionsAborted(connections, timeout);
        second.connectionsAborted(connections, timeout);
    }

    @Override
    public void closed() {
        first.closed();
        second.closed();
    }
}
