package dev.heddle.metrics;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Passes events on and lets nothing that goes wrong with that come back: a report that fails, for want of memory or by a fault
 * of its own, must not end the thread that it reports from. For the same reason nothing is allocated here.
 *
 * @param listener to be told
 */
public record GuardedEvents(ServerEvents listener) implements ServerEvents {
    @Override
    public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
        try {
            listener.acceptFailed(acceptor, cause, backOffNanos);
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }

    @Override
    public void connectionRejected(SocketAddress peer) {
        try {
            listener.connectionRejected(peer);
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }

    @Override
    public void protocolError(SocketAddress peer, String reason) {
        try {
            listener.protocolError(peer, reason);
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }

    @Override
    public void handlerFailed(SocketAddress peer, Throwable cause) {
        try {
            listener.handlerFailed(peer, cause);
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }

    @Override
    public void messageRejected(SocketAddress peer) {
        try {
            listener.messageRejected(peer);
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }

    @Override
    public void handlerTimedOut(SocketAddress peer, Throwable where) {
        try {
            listener.handlerTimedOut(peer, where);
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }

    @Override
    public void connectionFailed(@Nullable SocketAddress peer, Throwable cause) {
        try {
            listener.connectionFailed(peer, cause);
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }

    @Override
    public void misconfigured(String advice) {
        try {
            listener.misconfigured(advice);
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }

    @Override
    public void connectionsAborted(int connections) {
        try {
            listener.connectionsAborted(connections);
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }

    @Override
    public void closed() {
        try {
            listener.closed();
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }
}
