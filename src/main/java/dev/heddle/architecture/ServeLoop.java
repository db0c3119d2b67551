package dev.heddle.architecture;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.concurrent.Setting;
import dev.heddle.net.Connection;
import dev.heddle.net.ServerContext;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.protocol.AfterReply;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.ProtocolException;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.WriteSlot;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Serves one connection from its first message to its last: read, handle, write. Runs on the connection's own thread, and is
 * the one place that decides what an error on a connection means.
 *
 * @param connection whose every message has the turn to write: there is one at a time
 * @param context its server's
 */
record ServeLoop(Connection connection, ServerContext context) implements Runnable, WriteSlot {
    @Override
    public void run() {
        context.starvation().started();
        serve();
    }

    /** Serves it, on a thread that has arrived before. */
    void serve() {
        try (connection) {
            connection.finish(serveMessages(connection.open()));
        } catch (IOException e) {
            // The peer left, or we cut it off: it has nothing to be told, and we have nothing to mend.
        } catch (RuntimeException | Error e) {
            context.events().connectionFailed(connection.peer(), e);
        }
    }

    private AfterReply serveMessages(Session session) throws IOException {
        while (true) {
            // Seen from here, and not only by the session, so that the wait for a message has few frames below it.
            Exchange exchange = connection.awaitMessage() ? next(connection, session, context) : null;
            if (exchange == null) {
                return AfterReply.CLOSE;
            }
            connection.counters().started().increment();
            try {
                handle(exchange);
                clearInterrupt();
                AfterReply outcome = exchange.write(awaitTurn());
                if (outcome != AfterReply.KEEP_ALIVE) {
                    return outcome;
                }
            } finally {
                clearInterrupt();
                connection.counters().finished().increment();
            }
        }
    }

    @Override
    public boolean awaitTurn() {
        return context.lifecycle().isDraining() && !connection.hasInput();
    }

    @Override
    public boolean hasPipelinedNext() {
        return connection.hasInput();
    }

    private void handle(Exchange exchange) {
        Admission messages = context.messages();
        if (messages == null) {
            context.handlerTimeouts().handle(exchange, this, connection);
            return;
        }
        Permit permit = admit(messages, connection, context);
        if (permit == null) {
            exchange.rejectOverload();
            return;
        }
        try {
            context.handlerTimeouts().handle(exchange, this, connection);
        } finally {
            permit.release();
        }
    }

    /** Lets a message in to be handled; null if it is to be refused. On the thread that reads the connection. */
    static @Nullable Permit admit(Admission messages, Connection connection, ServerContext context) {
        Permit permit = messages.tryAcquire();
        if (permit != null) {
            return permit;
        }
        if (context.options().limits().messageOverload() == OverloadPolicy.REJECT) {
            connection.counters().rejectedMessages().increment();
            context.events().messageRejected(connection.peer());
            return null;
        }
        // Meanwhile nothing more is read: its socket fills, and the peer's sends wait with it.
        Setting<Permit> entered = new Setting<>(null);
        connection.runBlocking(() -> entered.set(messages.acquire()));
        return entered.get();
    }

    /**
     * Takes down a flag that user code, a handler or a content writer, left up. It would close the socket at our next wait, as
     * interrupts do on virtual threads, or strike the next message.
     */
    static void clearInterrupt() {
        Thread.interrupted();
    }

    /** The next message; where the peer broke the protocol, the exchange that tells it so. */
    static @Nullable Exchange next(Connection connection, Session session, ServerContext context) throws IOException {
        try {
            return session.next();
        } catch (ProtocolException broken) {
            context.events().protocolError(connection.peer(), String.valueOf(broken.getMessage()));
            return session.errorReply(broken);
        }
    }
}
