package dev.heddle.architecture;

import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * One acceptor, many workers, as in memcached and Tomcat: the acceptor passes each connection to a thread of its own, which reads,
 * handles and writes all its messages.
 *
 * <pre>
 *   acceptor ── accept ──► connection thread: read ─► handle ─► write ─► read …
 *            └─ accept ──► connection thread: read ─► …
 * </pre>
 *
 * In those servers workers are few, each has many connections, and a connection stays with its worker, busy or not. Here a worker is
 * a virtual thread for each connection: the JVM's scheduler moves it to whichever carrier is free, and on the server's own carriers it
 * stays on one.
 */
final class SingleAcceptorSchedule implements Schedule {
    private final ServerContext context;
    private final AcceptorGroup acceptors;

    SingleAcceptorSchedule(ServerContext context) throws IOException {
        this.context = context;
        Listener listener = Listener.open(context);
        this.acceptors = AcceptorGroup.ofOne(context, listener);
    }

    @Override
    public InetSocketAddress address() {
        return acceptors.listener().address();
    }

    @Override
    public void start() {
        acceptors.startAcceptingAll(connection -> new ServeLoop(connection, context));
    }

    @Override
    public void stopAccepting(long timeoutNanos) {
        acceptors.stop(timeoutNanos);
    }
}
