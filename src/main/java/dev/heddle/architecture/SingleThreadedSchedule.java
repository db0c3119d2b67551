package dev.heddle.architecture;

import dev.heddle.concurrent.Baton;
import dev.heddle.concurrent.UtilizationMeter;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import dev.heddle.net.Acceptor;
import dev.heddle.net.Connection;
import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * One thread for everything, as in Node.js: accepting, reading, handling and writing take turns, and none runs while another
 * does.
 *
 * <pre>
 *   ┌──────────────────────── the turn ────────────────────────┐
 *   │ accepted ─► start     read ─► parse ─► handle ─► encode  │     one at a time, first come first
 *   └──────▲───────────────────▲──────────────────────────┬────┘
 *       waiting             waiting                    writing         outside: any number at a time
 * </pre>
 *
 * Node.js asks the kernel which of its connections are ready; a thread that blocks in {@code read} cannot ask that. So each
 * connection has a virtual thread that stands in for its readiness: it waits outside, and does everything else in its turn.
 * Started from the command line the scheduler has one carrier besides, so that all of it is really one platform thread.
 *
 * <p>A handler keeps its turn while it blocks on something of its own: one slow handler delays everyone, new connections
 * included. It lends the turn out only while it waits for its own client, to read content or to write a reply that does not
 * fit: other handlers may run then, as other callbacks do at an {@code await}.
 */
final class SingleThreadedSchedule implements Schedule {
    private final ServerContext context;
    private final AcceptorGroup acceptors;
    private final Baton turn = new Baton();
    private final UtilizationMeter meter = new UtilizationMeter(turn);
    private final ThreadFactory connections = ServerThreads.connections();

    SingleThreadedSchedule(ServerContext context) throws IOException {
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
        acceptors.startAcceptingAll(connection -> {
            turn.acquire();
            try {
                return connections.newThread(() -> serve(connection));
            } finally {
                turn.release();
            }
        });
    }

    @Override
    public void stopAccepting(long patienceNanos) {
        acceptors.stop(patienceNanos);
    }

    private void serve(Connection connection) {
        context.starvation().started();
        connection.setBaton(turn);
        turn.acquire();
        try {
            new ServeLoop(connection, context).serve();
        } finally {
            turn.release();
        }
    }

    @Override
    public void sample() {
        meter.sample();
    }

    @Override
    public List<SerialSectionStats> serialSections() {
        return List.of(ServerThreads.stats(meter));
    }
}
