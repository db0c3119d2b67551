package dev.heddle.net;

import dev.heddle.concurrent.CoarseClock;
import dev.heddle.concurrent.ConnectionRegistry;
import dev.heddle.concurrent.Stint;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.WriteTurn;
import java.net.SocketAddress;

/**
 * Finds handlers that do not end: reports where each of them is, and interrupts it, once. Does nothing if there is no {@link
 * Timeouts#handler}.
 */
public final class HandlerWatch {
    private final long limitMillis;
    private final CoarseClock clock;
    private final ServerEvents events;
    private final ConnectionRegistry<Visit> visits = new ConnectionRegistry<>();

    HandlerWatch(Timeouts timeouts, CoarseClock clock, ServerEvents events) {
        this.limitMillis = timeouts.handler().toMillis();
        this.clock = clock;
        this.events = events;
    }

    /** One message in a handler. Each is itself only. */
    private static final class Visit {
        private final Stint stint = new Stint(Thread.currentThread());
        private final SocketAddress peer;
        private final long since;

        Visit(SocketAddress peer, long since) {
            this.peer = peer;
            this.since = since;
        }
    }

    /** Has an exchange handled, under watch. On the thread that handles it. */
    public void handle(Exchange exchange, WriteTurn turn, Connection connection) {
        if (limitMillis == 0) {
            exchange.handle(turn);
            return;
        }
        Visit visit = new Visit(connection.peer(), clock.millis());
        visits.add(visit);
        try {
            exchange.handle(turn);
        } finally {
            visits.remove(visit);
            visit.stint.end();
        }
    }

    /** Interrupts those that have been too long; whether there was one. Called by the watchdog. */
    boolean enforce(long now) {
        boolean[] struck = new boolean[1];
        if (limitMillis > 0) {
            visits.forEach(visit -> {
                if (now - visit.since >= limitMillis && visit.stint.isRunning()) {
                    struck[0] |= strike(visit, now - visit.since);
                }
            });
        }
        return struck[0];
    }

    private boolean strike(Visit visit, long millis) {
        Thread thread = visit.stint.thread();
        Throwable where = new Throwable("in a handler for " + millis + " ms, interrupted here: " + thread);
        // Before the interrupt, which may move it.
        where.setStackTrace(thread.getStackTrace());
        boolean struck = visit.stint.strike();
        if (struck) {
            events.handlerOverdue(visit.peer, where);
        }
        return struck;
    }
}
