package dev.heddle.architecture;

import dev.heddle.concurrent.Admission;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One connection whose messages are handled concurrently and answered in order. {@link #run} is its reader; which thread handles a
 * message is up to a {@link MessageDispatch}.
 *
 * <p>The reader may have a serial section: a baton, shared with the readers of other connections, that it holds whenever it does not
 * wait.
 */
final class PipelinedConnection implements Runnable {
    private final Connection connection;
    private final ServerContext context;
    private final @Nullable Baton serialSection;
    private final MessageDispatch dispatch;
    private final Admission inFlight;
    private final ResponseOrder order;
    private final int capacity;

    /** What is to follow the last reply. Only for the thread whose turn it is to write, and for the reader at the end. */
    private AfterReply outcome = AfterReply.KEEP_ALIVE;

    PipelinedConnection(
            Connection connection, ServerContext context, @Nullable Baton serialSection, MessageDispatch dispatch) {
        this.connection = connection;
        this.context = context;
        this.serialSection = serialSection;
        this.dispatch = dispatch;
        this.inFlight = Objects.requireNonNull(context.capacity().messages(), "overlapsMessages() must be true");
        this.capacity = context.options().limits().messagesInFlightPerConnection();
        // The idle timeout starts again in the last message's turn: once the turn has passed, the watchdog may look.
        this.order = new ResponseOrder(capacity, connection::restartIdle);
    }

    @Override
    public void run() {
        if (serialSection == null) {
            serve();
            return;
        }
        serialSection.acquire();
        try {
            connection.setBaton(serialSection);
            serve();
        } finally {
            serialSection.release();
        }
    }

    private void serve() {
        try (connection) {
            connection.setConcurrentHandlers(order::outstanding, order::interruptAll, order::isHandledBy);
            serveMessages();
            connection.finish(outcome);
        } catch (IOException e) {
            // The peer left, or the connection was aborted: there is nothing to tell the peer, and nothing to repair.
        } catch (RuntimeException | Error e) {
            context.connectionFailed(connection.peer(), e);
        }
    }

    private void serveMessages() throws IOException {
        try {
            dispatchAll(connection.open());
        } catch (IOException e) {
            connection.cancelReplies();
            awaitOutstanding(0);
            if (outcome == AfterReply.KEEP_ALIVE) {
                throw e;
            }
            // A reply has ended the conversation, and has woken the reader in the middle of what followed.
        } finally {
            // Also when the peer has left: nothing of this connection continues after it is closed.
            awaitOutstanding(0);
        }
    }

    private void dispatchAll(Session session) throws IOException {
        while (true) {
            connection.flushUnlessPipelined(); // sends replies written inline; workers send their own
            if (!connection.awaitMessage()) {
                connection.cancelReplies(); // Handlers that wait for events would keep it open.
                return;
            }
            Exchange exchange = ServeLoop.read(connection, session, context);
            if (exchange == null) {
                continue;
            }
            accept(exchange);
            if (exchange.isLastMessage() || isOver()) {
                return;
            }
        }
    }

    /** Whether all messages have been answered, and the last reply ended the conversation. */
    private boolean isOver() {
        return order.outstanding() == 0 && outcome != AfterReply.KEEP_ALIVE;
    }

    private void accept(Exchange exchange) throws IOException {
        boolean alone = exchange.mustRunAlone();
        // At a bound the reader waits: the socket's buffer fills, and the peer's sends wait.
        awaitOutstanding(alone ? 0 : capacity - 1);
        if (alone && isOver()) {
            return; // The client was told that nothing after that reply was looked at.
        }
        boolean first = order.outstanding() == 0;
        boolean inline = first && exchange.lane() == Lane.INLINE && dispatch.handlesInline();
        if (first && !inline) {
            // This message may take long, and replies written inline before it must not wait for that.
            connection.flushCompleted();
        }
        Permit permit = ServeLoop.admit(inFlight, connection, context);
        if (permit == null) {
            reject(exchange);
            return;
        }
        connection.counters().started().increment();
        long ticket = order.issue();
        if (inline) {
            handle(exchange, ticket, true);
            reply(exchange, ticket, permit, true);
        } else {
            handOver(exchange, ticket, permit);
            if (alone) {
                // Its body is still on the connection, or what follows must not overtake it.
                awaitOutstanding(0);
            }
        }
    }

    /** Replies on the reader, in turn: no thread is spent on a message that is rejected. */
    private void reject(Exchange exchange) {
        exchange.rejectOverload();
        awaitOutstanding(0);
        long ticket = order.issue();
        order.inTurn(ticket, () -> write(exchange, ticket, true));
    }

    /** Another thread handles the message and writes the reply. */
    private void handOver(Exchange exchange, long ticket, Permit permit) {
        try {
            dispatch.dispatch(
                    exchange.lane(),
                    () -> handle(exchange, ticket, false),
                    () -> reply(exchange, ticket, permit, false));
        } catch (RuntimeException | Error e) {
            // A ticket that was issued has to be used.
            order.inTurn(ticket, () -> {
                outcome = AfterReply.CLOSE;
                finish(permit);
            });
            throw e;
        }
    }

    /** Never throws: whatever becomes of the handling, the ticket must be used, as all later replies wait for it. */
    private void handle(Exchange exchange, long ticket, boolean inline) {
        order.handles(ticket);
        try {
            context.timing().handlers().handle(exchange, new TicketSlot(exchange, ticket, inline), connection);
        } catch (RuntimeException | Error e) {
            context.connectionFailed(connection.peer(), e);
        } finally {
            ServeLoop.clearInterrupt();
        }
    }

    private void reply(Exchange exchange, long ticket, Permit permit, boolean inline) {
        order.handles(ticket);
        order.inTurn(ticket, () -> {
            write(exchange, ticket, inline);
            // Before the turn is passed on: a thread that waits for the last message finds that it has finished.
            finish(permit);
        });
        ServeLoop.clearInterrupt();
        if (order.outstanding() == 0) {
            connection.closeIfServerIsClosing();
        }
    }

    /** Counts a message as finished. Until now it was in flight: while it was handled, waited for its turn, and was written. */
    private void finish(Permit permit) {
        connection.counters().finished().increment();
        permit.release();
    }

    private void write(Exchange exchange, long ticket, boolean inline) {
        if (outcome != AfterReply.KEEP_ALIVE) {
            exchange.abandon();
            return; // An earlier reply has ended the conversation: this one cannot be sent.
        }
        try {
            outcome = exchange.write(isLastReply(exchange, ticket, inline));
            ServeLoop.clearInterrupt();
            // The thread that waits for the next turn sends this reply along with its own; so does the reader before it
            // waits.
            boolean sentByOthers = order.successorWaits(ticket) || (inline && connection.hasInput());
            if (outcome != AfterReply.RESET && (!sentByOthers || outcome != AfterReply.KEEP_ALIVE)) {
                connection.flushCompleted();
            }
        } catch (IOException e) {
            outcome = AfterReply.CLOSE;
        } catch (RuntimeException | Error e) {
            context.connectionFailed(connection.peer(), e);
            outcome = AfterReply.CLOSE;
        }
        if (outcome != AfterReply.KEEP_ALIVE && !readerWaits(exchange, inline) && !exchange.isLastMessage()) {
            // The reader may be waiting for more. Where it waits for this message it sees the outcome, and can linger.
            connection.stopReading();
        }
    }

    /** Whether no further message will be answered. While the reader waits for this message, its buffer may be looked at. */
    private boolean isLastReply(Exchange exchange, long ticket, boolean inline) {
        return context.lifecycle().isDraining()
                && order.isLast(ticket)
                && !(readerWaits(exchange, inline) && connection.hasInput());
    }

    private static boolean readerWaits(Exchange exchange, boolean inline) {
        return inline || exchange.mustRunAlone();
    }

    /** On the reader: waits, with the serial section released, until no more than a number of messages are in progress. */
    private void awaitOutstanding(int most) {
        if (order.outstanding() > most) {
            connection.runBlocking(() -> order.awaitOutstanding(most));
        }
    }

    /** The write slot of a message whose handler writes while it runs. */
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
            // Replies that were left for this message to send along must not wait for as long as its handler takes.
            connection.flushCompleted();
            return isLastReply(exchange, ticket, inline);
        }

        @Override
        public boolean hasPipelinedNext() {
            return order.successorWaits(ticket);
        }
    }
}
