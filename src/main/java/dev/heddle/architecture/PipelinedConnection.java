package dev.heddle.architecture;

import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.concurrent.Baton;
import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.net.Connection;
import dev.heddle.net.ServerContext;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.Lane;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.WriteSlot;
import java.io.IOException;

/**
 * One connection whose messages are handled beside each other. {@link #run} is its reader: it waits for bytes outside its
 * dispatcher's turn and does everything else in it; workers handle the messages, and write in the order of reading.
 */
final class PipelinedConnection implements Runnable {
    private final Connection connection;
    private final ServerContext context;
    private final Baton dispatcher;
    private final MessageBalancedSchedule schedule;
    private final ResponseOrder order;
    private final int capacity;

    /** What the last reply has left the connection to. Only for whoever's turn it is to write, and the reader at the end. */
    private AfterReply outcome = AfterReply.KEEP_ALIVE;

    PipelinedConnection(
            Connection connection, ServerContext context, Baton dispatcher, MessageBalancedSchedule schedule) {
        this.connection = connection;
        this.context = context;
        this.dispatcher = dispatcher;
        this.schedule = schedule;
        this.capacity = context.options().limits().messagesInFlightPerConnection();
        this.order = new ResponseOrder(capacity);
    }

    @Override
    public void run() {
        context.starvation().started();
        dispatcher.acquire();
        try (connection) {
            connection.setBaton(dispatcher);
            connection.setConcurrentHandlers(order::outstanding, order::interruptAll);
            serveMessages();
            connection.finish(outcome);
        } catch (IOException e) {
            // The peer left, or we cut it off: it has nothing to be told, and we have nothing to mend.
        } catch (RuntimeException | Error e) {
            context.events().connectionFailed(connection.peer(), e);
        } finally {
            dispatcher.release();
        }
    }

    private void serveMessages() throws IOException {
        try {
            dispatchAll(connection.open());
        } catch (IOException e) {
            outside(() -> order.awaitOutstanding(0));
            if (outcome == AfterReply.KEEP_ALIVE) {
                throw e;
            }
            // A reply has ended the conversation and woken us in the middle of what came behind it.
        } finally {
            // Also when the peer has left: nothing of this connection goes on when it is closed.
            outside(() -> order.awaitOutstanding(0));
        }
    }

    private void dispatchAll(Session session) throws IOException {
        while (connection.awaitMessage()) {
            Exchange exchange = ServeLoop.next(connection, session, context);
            if (exchange == null) {
                return;
            }
            dispatch(exchange);
            if (exchange.isLastMessage() || isOver()) {
                return;
            }
        }
    }

    /** Whether all has been answered, and the last reply was the last of all. */
    private boolean isOver() {
        return order.outstanding() == 0 && outcome != AfterReply.KEEP_ALIVE;
    }

    private void dispatch(Exchange exchange) throws IOException {
        boolean alone = exchange.mustRunAlone();
        Lane lane = exchange.lane();
        // At a bound the reader waits, its socket fills, and the peer's sends wait with it.
        boolean waits = alone ? order.outstanding() > 0 : !order.hasRoom();
        outside(waits, () -> order.awaitOutstanding(alone ? 0 : capacity - 1));
        if (alone && isOver()) {
            return; // The client was told that nothing behind that reply was looked at.
        }
        boolean first = order.outstanding() == 0;
        boolean inline = first && lane == Lane.INLINE;
        if (first && !inline) {
            // This one may take long, and what was answered inline before it must not wait for that.
            connection.flushCompleted();
        }
        Permit permit = ServeLoop.admit(schedule.inFlight(), connection, context);
        connection.counters().started().increment();
        long ticket = order.issue();
        if (permit == null) {
            exchange.rejectOverload();
            outside(() -> order.awaitOutstanding(1)); // no thread is spent on it: the reader answers in its turn
            answer(exchange, ticket, true);
            return;
        }
        if (inline) {
            schedule.countInline();
            handle(exchange, ticket, permit, true);
            answer(exchange, ticket, true);
            return;
        }
        try {
            schedule.assign(lane, () -> handleAndAnswer(exchange, ticket, permit, lane));
        } catch (RuntimeException | Error e) {
            permit.release();
            order.inTurn(ticket, () -> outcome = AfterReply.CLOSE); // A ticket that was issued has to be used.
            throw e;
        }
        // Its content is still on the connection, or what follows must not overtake it.
        outside(alone, () -> order.awaitOutstanding(0));
    }

    /** On a lane's worker. Whatever becomes of the handling, its ticket is used: all replies behind it wait for that. */
    private void handleAndAnswer(Exchange exchange, long ticket, Permit permit, Lane lane) {
        try {
            handle(exchange, ticket, permit, false);
        } catch (RuntimeException | Error e) {
            context.events().connectionFailed(connection.peer(), e);
        }
        if (lane == Lane.LONG_RUNNING) {
            // Its place in the lane is for handling: waiting for its turn, or for a slow reader, needs no carrier.
            schedule.startAnswer(() -> answer(exchange, ticket, false));
        } else {
            answer(exchange, ticket, false);
        }
    }

    private void handle(Exchange exchange, long ticket, Permit permit, boolean inline) {
        order.handles(ticket);
        try {
            context.handlerTimeouts().handle(exchange, new TicketSlot(exchange, ticket, inline), connection);
        } finally {
            ServeLoop.clearInterrupt();
            // A reply that waits for its turn is bounded by its connection's tickets; it keeps nobody else from
            // handling.
            permit.release();
        }
    }

    /** Writes the reply in its turn. */
    private void answer(Exchange exchange, long ticket, boolean inline) {
        order.handles(ticket);
        order.inTurn(ticket, () -> {
            reply(exchange, ticket, inline);
            // Before the turn is passed on: whoever waits for the last message finds that it has ended.
            connection.counters().finished().increment();
        });
        ServeLoop.clearInterrupt();
        connection.replyWritten();
    }

    private void reply(Exchange exchange, long ticket, boolean inline) {
        if (outcome != AfterReply.KEEP_ALIVE) {
            return; // The conversation ended with an earlier reply: this one has nowhere to go.
        }
        try {
            outcome = exchange.write(isLast(exchange, ticket, inline));
            ServeLoop.clearInterrupt();
            // Whoever waits behind us sends our bytes along with its own; so does the reader before it waits.
            boolean sentByOthers = order.successorWaits(ticket) || (inline && connection.hasInput());
            if (outcome != AfterReply.RESET && (!sentByOthers || outcome != AfterReply.KEEP_ALIVE)) {
                connection.flushCompleted();
            }
        } catch (IOException e) {
            outcome = AfterReply.CLOSE;
        } catch (RuntimeException | Error e) {
            context.events().connectionFailed(connection.peer(), e);
            outcome = AfterReply.CLOSE;
        }
        if (outcome != AfterReply.KEEP_ALIVE && !(inline || exchange.mustRunAlone() || exchange.isLastMessage())) {
            // The reader may be waiting for more. Where it waits for us it sees for itself, and can linger.
            connection.stopReading();
        }
    }

    /** Whether nothing more is in hand. While the reader waits for this message, what it has read is ours to look at. */
    private boolean isLast(Exchange exchange, long ticket, boolean inline) {
        boolean readerWaits = inline || exchange.mustRunAlone();
        return context.lifecycle().isDraining() && order.isLast(ticket) && !(readerWaits && connection.hasInput());
    }

    private void outside(Runnable wait) {
        outside(true, wait);
    }

    /** Waits for something without keeping the dispatcher from its other connections. */
    private void outside(boolean needed, Runnable wait) {
        if (!needed) {
            return;
        }
        dispatcher.release();
        try {
            wait.run();
        } finally {
            dispatcher.acquire();
        }
    }

    /** The turn of a handler that writes while it runs. */
    private final class TicketSlot implements WriteSlot {
        private final Exchange exchange;
        private final long ticket;
        private final boolean inline;

        TicketSlot(Exchange exchange, long ticket, boolean inline) {
            this.exchange = exchange;
            this.ticket = ticket;
            this.inline = inline;
        }

        @Override
        public boolean awaitTurn() throws IOException {
            order.awaitTurn(ticket);
            if (outcome != AfterReply.KEEP_ALIVE) {
                throw new IOException("the connection has ended with an earlier reply");
            }
            // What was left for us to send along must not wait for as long as this handler takes.
            connection.flushCompleted();
            return isLast(exchange, ticket, inline);
        }

        @Override
        public boolean hasPipelinedNext() {
            return order.successorWaits(ticket);
        }
    }
}
