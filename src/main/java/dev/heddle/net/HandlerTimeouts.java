package dev.heddle.net;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.concurrent.CoarseClock;
import dev.heddle.concurrent.InterruptGuard;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.WriteSlot;
import java.net.SocketAddress;

/**
 * Finds handlers that do not end: reports where each of them is, and interrupts it, once. Does nothing if there is no {@link
 * Timeouts#handler}.
 */
public final class HandlerTimeouts {
    private final long limitMillis;
    private final CoarseClock clock;
    private final ServerEvents events;
    private final ClosableSet<Call> calls = new ClosableSet<>();

    HandlerTimeouts(Timeouts timeouts, CoarseClock clock, ServerEvents events) {
        this.limitMillis = timeouts.handler().toMillis();
        this.clock = clock;
        this.events = events;
    }

    /** One message in a handler. Each is itself only. */
    private static final class Call {
        private final InterruptGuard stint = new InterruptGuard(Thread.currentThread());
        private final SocketAddress peer;
        private final long since;

        Call(SocketAddress peer, long since) {
            this.peer = peer;
            this.since = since;
        }
    }

    /** Has an exchange handled, under watch. On the thread that handles it. */
    public void handle(Exchange exchange, WriteSlot turn, Connection connection) {
        if (limitMillis == 0) {
            exchange.handle(turn);
            return;
        }
        Call visit = new Call(connection.peer(), clock.millis());
        calls.add(visit);
        try {
            exchange.handle(turn);
        } finally {
            calls.remove(visit);
            visit.stint.close();
        }
    }

    /** Interrupts those that have been too long; whether there was one. Called by the watchdog. */
    boolean enforce(long now) {
        boolean[] struck = new boolean[1];
        if (limitMillis > 0) {
            calls.forEach(visit -> {
                if (now - visit.since >= limitMillis && visit.stint.isOpen()) {
                    struck[0] |= interrupt(visit, now - visit.since);
                }
            });
        }
        return struck[0];
    }

    private boolean interrupt(Call visit, long millis) {
        Thread thread = visit.stint.thread();
        Throwable where = new Throwable("in a handler for " + millis + " ms, interrupted here: " + thread);
        // Before the interrupt, which may move it.
        where.setStackTrace(thread.getStackTrace());
        boolean struck = visit.stint.interruptOnce();
        if (struck) {
            events.handlerTimedOut(visit.peer, where);
        }
        return struck;
    }
}
