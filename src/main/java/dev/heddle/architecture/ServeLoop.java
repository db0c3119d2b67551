package dev.heddle.architecture;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.flight.FlightRecording;
import dev.heddle.flight.RecordedMessage;
import dev.heddle.net.Connection;
import dev.heddle.net.ServerContext;
import dev.heddle.options.Limits;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.OverloadException;
import dev.heddle.protocol.ProtocolException;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.WriteSlot;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Serves one connection from its first message to its last: read, handle, write. Runs on the connection's own thread, and is
 * the only place that decides what an error on a connection means.
 *
 * <p>It is the {@link WriteSlot} of every exchange: messages are handled one after another, so each has its turn to write at once.
 */
final class ServeLoop implements Runnable, WriteSlot {
    private final Connection connection;
    private final ServerContext context;

    ServeLoop(Connection connection, ServerContext context) {
        this.connection = connection;
        this.context = context;
    }

    @Override
    public void run() {
        try (connection) {
            connection.finish(serveMessages(connection.open()));
        } catch (IOException e) {
            // The peer left, or the connection was aborted: there is nothing to tell the peer, and nothing to repair.
        } catch (RuntimeException | Error e) {
            context.connectionFailed(connection, e);
        }
    }

    private AfterReply serveMessages(Session session) throws IOException {
        while (true) {
            connection.flushUnlessPipelined(); // sends the replies written below
            if (!connection.awaitMessage()) {
                return AfterReply.KEEP_ALIVE; // Nothing has told the client that this is the end.
            }
            RecordedMessage recorded = FlightRecording.message();
            Exchange exchange = read(connection, session, context);
            if (exchange == null) {
                continue;
            }
            if (recorded != null) {
                recorded.framed(connection.peer());
            }
            AfterReply next = serve(exchange, recorded);
            if (next != AfterReply.KEEP_ALIVE) {
                return next;
            }
        }
    }

    private AfterReply serve(Exchange exchange, @Nullable RecordedMessage recorded) throws IOException {
        Admission messages = context.capacity().messages();
        Permit permit = messages == null ? null : admit(messages, connection, context);
        if (messages != null && permit == null) {
            exchange.rejectOverload();
            return exchange.write(isLastReply());
        }
        try {
            connection.messageStarted();
            context.threads().applyContextClassLoader();
            if (recorded == null) {
                context.timing().handlers().handle(exchange, this, connection);
            } else {
                recorded.handle(() -> context.timing().handlers().handle(exchange, this, connection));
            }
            clearInterrupt();
            return exchange.write(isLastReply());
        } finally {
            clearInterrupt();
            try {
                connection.messageFinished(permit != null);
            } finally {
                // Behind it: no more are counted in flight than there are permits. And if there was no memory to count
                // it, too.
                if (permit != null) {
                    permit.release();
                }
            }
            if (recorded != null) {
                recorded.replied();
            }
        }
    }

    /** Whether the reply that is about to be written must say that the connection closes after it. */
    private boolean isLastReply() {
        return context.lifecycle().isEndingReplies() && !connection.hasInput();
    }

    @Override
    public boolean awaitTurn() {
        return isLastReply();
    }

    @Override
    public boolean hasPipelinedNext() {
        return connection.hasInput();
    }

    /**
     * Acquires the permit of a message, which is released when its reply has been written; null if the message is to be rejected. On
     * the thread that reads the connection.
     */
    static @Nullable Permit admit(Admission messages, Connection connection, ServerContext context) {
        Permit permit = messages.tryAcquire();
        if (permit != null) {
            return permit;
        }
        Limits limits = context.options().limits();
        if (limits.messageOverload() == OverloadPolicy.REJECT) {
            connection.counters().rejectedMessages().increment();
            rejected(connection, context, "in-flight limit (" + limits.messagesInFlight() + ") reached");
            return null;
        }
        // Meanwhile nothing more is read: the socket's buffer fills, and the peer's sends wait.
        AtomicReference<Permit> acquired = new AtomicReference<>();
        connection.runBlocking(() -> acquired.set(messages.acquire()));
        return acquired.get();
    }

    private static void rejected(Connection connection, ServerContext context, String reason) {
        FlightRecording.messageRejected(connection.peer(), reason);
        context.events().messageRejected(connection.peer(), reason);
    }

    /**
     * Clears an interrupt that user code, a handler or a body writer, left pending. It would close the socket at the next blocking
     * call, as interrupts do on virtual threads, or hit the next message.
     */
    static void clearInterrupt() {
        Thread.interrupted();
    }

    /**
     * Reads the next message. Where the peer broke the protocol, returns the exchange that replies so; null if the buffered bytes
     * were no message after all.
     */
    static @Nullable Exchange read(Connection connection, Session session, ServerContext context) throws IOException {
        try {
            return session.next();
        } catch (OverloadException full) {
            connection.counters().rejectedForMemory().increment();
            rejected(connection, context, String.valueOf(full.getMessage())); // Not the peer's fault.
            return session.errorReply(full);
        } catch (ProtocolException broken) {
            context.events().protocolError(connection.peer(), String.valueOf(broken.getMessage()));
            return session.errorReply(broken);
        }
    }
}
