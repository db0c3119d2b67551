package dev.heddle.flight;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** A connection that is being recorded. */
public final class RecordedConnection {
    /** Never committed: to ask it allocates nothing. */
    private static final ConnectionEvent PROBE = new ConnectionEvent();

    private final ConnectionEvent event = new ConnectionEvent();

    private RecordedConnection() {
        event.begin();
    }

    /** Runs the static initializer, which registers the events. */
    static void prepare() {}

    static @Nullable RecordedConnection startIfEnabled() {
        return PROBE.isEnabled() ? new RecordedConnection() : null;
    }

    /** It was closed. Once. */
    public void closed(@Nullable SocketAddress peer, int acceptor) {
        event.end();
        if (event.shouldCommit()) {
            event.peer = String.valueOf(peer);
            event.acceptor = acceptor;
            event.commit();
        }
    }
}
