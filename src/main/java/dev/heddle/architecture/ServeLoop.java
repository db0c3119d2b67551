package dev.heddle.architecture;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.concurrent.Setting;
import dev.heddle.net.Connection;
import dev.heddle.net.ServerContext;
import dev.heddle.options.Overload;
import dev.heddle.protocol.Exchange;
import dev.heddle.protocol.Outcome;
import dev.heddle.protocol.ProtocolException;
import dev.heddle.protocol.Session;
import dev.heddle.protocol.WriteTurn;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Serves one connection from its first message to its last: read, handle, write. Runs on the connection's own thread, and is
 * the one place that decides what an error on a connection means.
 *
 * @param connection whose every message has the turn to write: there is one at a time
 * @param context its server's
 */
record ServeLoop(Connection connection, ServerContext context) implements Runnable, WriteTurn {
    @Override
    public void run() {
        context.newcomers().arrived();
        serve();
    }

    /** Serves it, on a thread that has arrived before. */
    void serve() {
        try (connection) {
            connection.finish(converse(connection.open()));
        } catch (IOException e) {
            // The peer left, or we cut it off: it has nothing to be told, and we have nothing to mend.
        } catch (RuntimeException | Error e) {
            context.events().connectionFailed(connection.peer(), e);
        }
    }

    private Outcome converse(Session session) throws IOException {
        while (true) {
            // Seen from here, and not only by the session, so that the wait for a message has few frames below it.
            Exchange exchange = connection.awaitMessage() ? next(connection, session, context) : null;
            if (exchange == null) {
                return Outcome.CLOSE;
            }
            connection.counters().begun().increment();
            try {
                handle(exchange);
                forgetInterrupt();
                Outcome outcome = exchange.write(await());
                if (outcome != Outcome.KEEP) {
                    return outcome;
                }
            } finally {
                forgetInterrupt();
                connection.counters().ended().increment();
            }
        }
    }

    @Override
    public boolean await() {
        return context.lifecycle().isDraining() && !connection.hasInput();
    }

    @Override
    public boolean isFollowed() {
        return connection.hasInput();
    }

    private void handle(Exchange exchange) {
        Admission messages = context.messages();
        if (messages == null) {
            context.handlers().handle(exchange, this, connection);
            return;
        }
        Permit permit = admit(messages, connection, context);
        if (permit == null) {
            exchange.refuse();
            return;
        }
        try {
            context.handlers().handle(exchange, this, connection);
        } finally {
            permit.end();
        }
    }

    /** Lets a message in to be handled; null if it is to be refused. On the thread that reads the connection. */
    static @Nullable Permit admit(Admission messages, Connection connection, ServerContext context) {
        Permit permit = messages.tryEnter();
        if (permit != null) {
            return permit;
        }
        if (context.options().limits().whenBusy() == Overload.REFUSE) {
            connection.counters().refused().increment();
            context.events().messageRefused(connection.peer());
            return null;
        }
        // Meanwhile nothing more is read: its socket fills, and the peer's sends wait with it.
        Setting<Permit> entered = new Setting<>(null);
        connection.outside(() -> entered.set(messages.enter()));
        return entered.get();
    }

    /**
     * Takes down a flag that user code, a handler or a content writer, left up. It would close the socket at our next wait, as
     * interrupts do on virtual threads, or strike the next message.
     */
    static void forgetInterrupt() {
        Thread.interrupted();
    }

    /** The next message; where the peer broke the protocol, the exchange that tells it so. */
    static @Nullable Exchange next(Connection connection, Session session, ServerContext context) throws IOException {
        try {
            return session.next();
        } catch (ProtocolException broken) {
            context.events().protocolBroken(connection.peer(), String.valueOf(broken.getMessage()));
            return session.rejection(broken);
        }
    }
}
