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
 * Finds handlers that have exceeded {@link Timeouts#handler}: reports where the thread of each is, and interrupts it, once. Does
 * nothing if that timeout is off.
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

    /** One call of a handler. Identified by itself. */
    private static final class Call {
        private final InterruptGuard guard = new InterruptGuard(Thread.currentThread());
        private final SocketAddress peer;
        private final long since;

        Call(SocketAddress peer, long since) {
            this.peer = peer;
            this.since = since;
        }
    }

    /** Runs the handler of an exchange, with the timeout. On the thread that handles the message. */
    public void handle(Exchange exchange, WriteSlot slot, Connection connection) {
        if (limitMillis == 0) {
            exchange.handle(slot);
            return;
        }
        Call call = new Call(connection.peer(), clock.millis());
        calls.add(call);
        try {
            exchange.handle(slot);
        } finally {
            calls.remove(call);
            call.guard.close();
        }
    }

    /** Interrupts the handlers that have exceeded the timeout. Returns whether there was one. Called by the watchdog. */
    boolean enforce(long now) {
        boolean[] interrupted = new boolean[1];
        if (limitMillis > 0) {
            calls.forEach(call -> {
                if (now - call.since >= limitMillis && call.guard.isOpen()) {
                    interrupted[0] |= interrupt(call, now - call.since);
                }
            });
        }
        return interrupted[0];
    }

    private boolean interrupt(Call call, long millis) {
        Thread thread = call.guard.thread();
        Throwable where = new Throwable("in a handler for " + millis + " ms, interrupted here: " + thread);
        // Before the interrupt, which may move it.
        where.setStackTrace(thread.getStackTrace());
        boolean interrupted = call.guard.interruptOnce();
        if (interrupted) {
            events.handlerTimedOut(call.peer, where);
        }
        return interrupted;
    }
}
