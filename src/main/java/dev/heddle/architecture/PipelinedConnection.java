package dev.heddle.architecture;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.concurrent.Baton;
import dev.heddle.concurrent.ResponseOrder;
import dev.heddle.flight.FlightRecording;
import dev.heddle.flight.RecordedMessage;
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
        this.order = new ResponseOrder(capacity, this::restartWait);
    }

    @Override
    public void run() {
        if (serialSection == null) {
            serve();
            return;
        }
        try {
            serialSection.acquire();
        } catch (RuntimeException | Error e) {
            connection.close();
            throw e;
        }
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
            context.connectionFailed(connection, e);
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
            if (!connection.awaitMessage() || connection.outputEnded()) {
                connection.cancelReplies(); // Handlers that wait for events would keep it open.
                return;
            }
            RecordedMessage recorded = FlightRecording.message();
            Exchange exchange = ServeLoop.read(connection, session, context);
            if (exchange == null) {
                continue;
            }
            if (recorded != null) {
                recorded.framed(connection.peer());
            }
            accept(exchange, recorded);
            if (exchange.isLastMessage() || isOver()) {
                return;
            }
        }
    }

    /** Whether all messages have been answered, and the last reply ended the conversation. */
    private boolean isOver() {
        return order.outstanding() == 0 && outcome != AfterReply.KEEP_ALIVE;
    }

    private void accept(Exchange exchange, @Nullable RecordedMessage recorded) throws IOException {
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
        Message message = new Message(exchange, inline);
        Permit permit = ServeLoop.admit(inFlight, connection, context);
        if (permit == null) {
            exchange.rejectOverload();
            awaitOutstanding(0);
            message.reject();
            return;
        }
        try {
            connection.counters().started().increment();
            if (recorded != null) {
                message.recordIn(recorded);
                recorded.sorted(exchange.lane().name());
            }
        } catch (OutOfMemoryError e) {
            permit.release();
            throw e;
        }
        message.issue(permit);
        if (inline) {
            message.handle.run();
            message.reply.run();
        } else {
            if (recorded != null) {
                recorded.dispatched();
            }
            handOver(message);
            if (alone) {
                // Its body is still on the connection, or what follows must not overtake it.
                awaitOutstanding(0);
            }
        }
    }

    /** Another thread handles the message and writes the reply. */
    private void handOver(Message message) {
        try {
            dispatch.dispatch(message.exchange.lane(), message.handle, message.reply);
        } catch (RuntimeException | Error e) {
            message.giveUp();
            throw e;
        }
    }

    /**
     * Ends the wait of the reader for a next message. After a whole reply it goes on until the client has ended its side: a socket whose
     * input is shut cannot be read any more, and so would be reset by what the client sends. In the last reply's turn.
     */
    private void endReading(boolean failed) {
        connection.cancelReplies();
        if (failed || outcome == AfterReply.RESET) {
            connection.stopReading();
            return;
        }
        try {
            connection.endOutput();
        } catch (IOException e) {
            connection.stopReading();
        } catch (RuntimeException | Error e) {
            context.connectionFailed(connection, e);
            connection.stopReading();
        }
    }

    /** In the last message's turn. */
    private void restartWait() {
        if (outcome == AfterReply.KEEP_ALIVE) {
            connection.restartIdle();
        } else {
            connection.restartLinger();
        }
    }

    /** On the reader: waits, with the serial section released, until no more than a number of messages are in progress. */
    private void awaitOutstanding(int most) {
        if (order.outstanding() > most) {
            connection.runBlocking(() -> order.awaitOutstanding(most));
        }
    }

    /**
     * A message in progress, and the write slot of its exchange. All that it needs is allocated before its ticket is issued: a ticket that
     * was issued has to be used, even when there is no memory left, as all later replies wait for it.
     */
    private final class Message implements WriteSlot {
        private final Exchange exchange;

        /** Not final, so that only a message that is recorded knows it. Set before it is handed over. */
        private Runnable handle = this::handle;

        private Runnable inTurn = this::inTurn;
        private final Runnable reply = this::reply;
        private final Runnable awaitTurn = this::waitForTurn;
        private long ticket;

        /** Whether the reader itself handles it and replies. */
        private boolean onReader;

        /** Null for a message that was rejected. */
        private @Nullable Permit permit;

        /** Whether it will get no reply. */
        private boolean givenUp;

        Message(Exchange exchange, boolean onReader) {
            this.exchange = exchange;
            this.onReader = onReader;
        }

        /** Has its handling and its reply recorded. On the reader, before either. */
        void recordIn(RecordedMessage recorded) {
            Runnable toHandle = handle;
            Runnable toReply = inTurn;
            handle = () -> recorded.handle(toHandle);
            // Before the turn is passed on: with the last one the connection ends.
            inTurn = () -> {
                toReply.run();
                recorded.replied();
            };
        }

        /** Issues its ticket. On the reader. */
        void issue(Permit acquired) {
            permit = acquired;
            ticket = order.issue();
        }

        /** Replies that there is no permit for it. On the reader: no thread is spent on a message that is rejected. */
        void reject() {
            onReader = true;
            ticket = order.issue();
            reply();
        }

        /** Runs the handler. Never throws: whatever becomes of the handling, a reply has to follow. */
        void handle() {
            order.handles(ticket);
            try {
                context.threads().applyContextClassLoader();
                context.timing().handlers().handle(exchange, this, connection);
            } catch (RuntimeException | Error e) {
                context.connectionFailed(connection, e);
            } finally {
                ServeLoop.clearInterrupt();
            }
        }

        /** Waits for its turn and writes the reply. */
        void reply() {
            order.handles(ticket);
            order.inTurn(ticket, inTurn);
            ServeLoop.clearInterrupt();
            if (order.outstanding() == 0 && !connection.outputEnded()) {
                connection.closeIfServerIsClosing();
            }
        }

        /** Uses the ticket without a reply, as no thread handles the message, and ends the conversation. On the reader. */
        void giveUp() {
            givenUp = true;
            connection.runBlocking(awaitTurn); // The replies before it may wait for the peer.
            order.inTurn(ticket, inTurn);
        }

        private void waitForTurn() {
            order.awaitTurn(ticket);
        }

        private void inTurn() {
            try {
                if (givenUp) {
                    outcome = AfterReply.CLOSE;
                } else if (outcome == AfterReply.KEEP_ALIVE) {
                    write();
                } else {
                    exchange.abandon(); // An earlier reply has ended the conversation: this one cannot be sent.
                }
            } finally {
                // Before the turn is passed on: a thread that waits for the last message finds that it has finished.
                finish();
            }
        }

        /** Counts it as finished. Until now it was in flight: while it was handled, waited for its turn, and was written. */
        private void finish() {
            Permit acquired = permit;
            if (acquired != null) {
                try {
                    connection.overlappingMessageFinished(onReader);
                } finally {
                    acquired.release();
                }
            }
        }

        private void write() {
            boolean failed = false;
            try {
                outcome = exchange.write(isLastReply());
                ServeLoop.clearInterrupt();
                // The thread that waits for the next turn sends this reply along with its own; so does the reader
                // before
                // it waits.
                boolean sentByOthers = order.successorWaits(ticket) || (onReader && connection.hasInput());
                if (outcome != AfterReply.RESET && (!sentByOthers || outcome != AfterReply.KEEP_ALIVE)) {
                    connection.flushCompleted();
                }
            } catch (IOException e) {
                outcome = AfterReply.CLOSE;
                failed = true;
            } catch (RuntimeException | Error e) {
                context.connectionFailed(connection, e);
                outcome = AfterReply.CLOSE;
                failed = true;
            }
            // Where the reader waits for this message, or for none, it sees the outcome.
            if (outcome != AfterReply.KEEP_ALIVE && !readerWaits() && !exchange.isLastMessage()) {
                endReading(failed);
            }
        }

        /** Whether no further message will be answered. While the reader waits for this message, its buffer may be looked at. */
        private boolean isLastReply() {
            return context.lifecycle().isEndingReplies()
                    && order.isLast(ticket)
                    && !(readerWaits() && connection.hasInput());
        }

        private boolean readerWaits() {
            return onReader || exchange.mustRunAlone();
        }

        @Override
        public boolean awaitTurn() throws IOException {
            order.awaitTurn(ticket);
            if (outcome != AfterReply.KEEP_ALIVE) {
                throw new IOException("the connection has ended with an earlier reply");
            }
            // Replies that were left for this message to send along must not wait for as long as its handler takes.
            connection.flushCompleted();
            return isLastReply();
        }

        @Override
        public boolean hasPipelinedNext() {
            return order.successorWaits(ticket);
        }
    }
}
