package dev.heddle.metrics;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Passes events on and lets nothing that goes wrong with that come back: a report that fails, for want of memory or by a fault
 * of its own, must not end the thread that it reports from.
 *
 * @param listener to be told
 */
public record GuardedEvents(ServerEvents listener) implements ServerEvents {
    @Override
    public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
        guarded(() -> listener.acceptFailed(acceptor, cause, backOffNanos));
    }

    @Override
    public void connectionRejected(SocketAddress peer) {
        guarded(() -> listener.connectionRejected(peer));
    }

    @Override
    public void protocolBroken(SocketAddress peer, String reason) {
        guarded(() -> listener.protocolBroken(peer, reason));
    }

    @Override
    public void handlerFailed(SocketAddress peer, Throwable cause) {
        guarded(() -> listener.handlerFailed(peer, cause));
    }

    @Override
    public void messageRefused(SocketAddress peer) {
        guarded(() -> listener.messageRefused(peer));
    }

    @Override
    public void handlerOverdue(SocketAddress peer, Throwable where) {
        guarded(() -> listener.handlerOverdue(peer, where));
    }

    @Override
    public void connectionFailed(@Nullable SocketAddress peer, Throwable cause) {
        guarded(() -> listener.connectionFailed(peer, cause));
    }

    @Override
    public void misconfigured(String advice) {
        guarded(() -> listener.misconfigured(advice));
    }

    @Override
    public void drainCut(int connections) {
        guarded(() -> listener.drainCut(connections));
    }

    private static void guarded(Runnable report) {
        try {
            report.run();
        } catch (RuntimeException | Error e) {
            // There is nobody left to tell.
        }
    }
}
