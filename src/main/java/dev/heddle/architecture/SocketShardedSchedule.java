package dev.heddle.architecture;

import dev.heddle.net.Acceptor;
import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import dev.heddle.options.Architecture.SocketSharded;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A listening socket for each acceptor, as in NGINX from 1.9.1 with {@code reuseport}: the kernel divides the connections among
 * the sockets, and no acceptor waits for another.
 *
 * <pre>
 *            ┌─ socket 0 ── acceptor 0 ── accept ──► connection thread: read ─► handle ─► write …
 *   kernel ──┤
 *     hash   └─ socket 1 ── acceptor 1 ── accept ──► connection thread: …
 * </pre>
 *
 * The kernel's hash does not know the load: few connections may be divided unevenly, and a socket whose acceptor is delayed still
 * gets its share. On the JVM's carriers the accepted connections run on whichever is free; on the server's own they
 * stay on the one that accepted them.
 */
final class SocketShardedSchedule implements Schedule {
    private final ServerContext context;
    private final AcceptorGroup acceptors;

    SocketShardedSchedule(ServerContext context, SocketSharded chosen) throws IOException {
        this.context = context;
        List<Listener> shards = Listener.openShards(context, chosen.acceptors());
        List<Acceptor> each = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            each.add(new Acceptor(i, shards.get(i), context));
        }
        this.acceptors = new AcceptorGroup(context, shards, each);
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
