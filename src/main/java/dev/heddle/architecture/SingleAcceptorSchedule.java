package dev.heddle.architecture;

import dev.heddle.net.Acceptor;
import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * One acceptor, many workers, as in memcached and Tomcat: the acceptor gives each connection to a thread of its own, which
 * reads, handles and writes all its messages.
 *
 * <pre>
 *   acceptor ── accept ──► connection thread: read ─► handle ─► write ─► read …
 *            └─ accept ──► connection thread: read ─► …
 * </pre>
 *
 * There workers are few, each with many connections, and a connection stays with the one it was given to, busy or not. Here a
 * worker is a virtual thread for each connection, and the scheduler moves it to whichever carrier is free.
 */
final class SingleAcceptorSchedule implements Schedule {
    private final ServerContext context;
    private final AcceptorGroup acceptors;
    private final ThreadFactory connections = ServerThreads.connections();

    SingleAcceptorSchedule(ServerContext context) throws IOException {
        this.context = context;
        Listener listener = Listener.open(context.options());
        this.acceptors = new AcceptorGroup(context, List.of(listener), List.of(new Acceptor(0, listener, context)));
    }

    @Override
    public InetSocketAddress address() {
        return acceptors.listener().address();
    }

    @Override
    public void start() {
        acceptors.startAcceptingAll(connection -> connections.newThread(new ServeLoop(connection, context)));
    }

    @Override
    public void stopAccepting(long patienceNanos) {
        acceptors.stop(patienceNanos);
    }
}
