package dev.heddle.metrics;

import java.net.SocketAddress;
import java.time.Duration;

/**
 * Passes events on to a listener, and ignores what it throws: a report that fails, because memory ran out or by a bug in the
 * listener, must not end the thread that reports. Nothing is allocated here, so that this holds when memory has run out; that is
 * why each method repeats the same catch.
 *
 * {@snippet :
 * ServerEvents events = new GuardedEvents(new LoggingEvents()); // what the listener throws stays there
 * }
 *
 * @param listener receives the events, on the reporting thread
 */
public record GuardedEvents(ServerEvents listener) implements ServerEvents {
    @Override
    public void connectionAccepted(int acceptor) {
        try {
            listener.connectionAccepted(acceptor);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
        try {
            listener.acceptFailed(acceptor, cause, backOffNanos);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void connectionRejected(SocketAddress peer, int limit) {
        try {
            listener.connectionRejected(peer, limit);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void protocolError(SocketAddress peer, String reason) {
        try {
            listener.protocolError(peer, reason);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void connectionUntrusted(SocketAddress source, String reason) {
        try {
            listener.connectionUntrusted(source, reason);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void handshakeCompleted(SocketAddress peer, long nanos) {
        try {
            listener.handshakeCompleted(peer, nanos);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void handshakeFailed(SocketAddress peer, Throwable cause) {
        try {
            listener.handshakeFailed(peer, cause);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void listenerFailed(SocketAddress peer, Throwable cause) {
        try {
            listener.listenerFailed(peer, cause);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void handlerFailed(SocketAddress peer, Throwable cause) {
        try {
            listener.handlerFailed(peer, cause);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void messageRejected(SocketAddress peer, String reason) {
        try {
            listener.messageRejected(peer, reason);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void handlerTimedOut(SocketAddress peer, Throwable where) {
        try {
            listener.handlerTimedOut(peer, where);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void connectionFailed(SocketAddress peer, Throwable cause) {
        try {
            listener.connectionFailed(peer, cause);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void carrierFailed(Throwable cause) {
        try {
            listener.carrierFailed(cause);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void watchdogFailed(Throwable cause) {
        try {
            listener.watchdogFailed(cause);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void misconfigured(String advice) {
        try {
            listener.misconfigured(advice);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void certificatesReloaded(String certificates) {
        try {
            listener.certificatesReloaded(certificates);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void certificatesNotReloaded(Throwable cause) {
        try {
            listener.certificatesNotReloaded(cause);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void connectionsAborted(int connections, Duration timeout) {
        try {
            listener.connectionsAborted(connections, timeout);
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }

    @Override
    public void closed() {
        try {
            listener.closed();
        } catch (RuntimeException | Error e) {
            // There is no one left to report it to.
        }
    }
}
