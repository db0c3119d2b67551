package dev.heddle.architecture;

import dev.heddle.concurrent.Baton;
import dev.heddle.concurrent.UtilizationMeter;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import dev.heddle.net.Connection;
import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * One thread for everything, as in Node.js: accepting, reading, handling and writing alternate, and none runs while another does.
 *
 * <pre>
 *   ┌─────────────────── with the baton ───────────────────────┐
 *   │ accepted ─► start     read ─► parse ─► handle ─► encode  │     one at a time, first come first served
 *   └──────▲───────────────────▲──────────────────────────┬────┘
 *       waiting             waiting                    writing         without it: any number at a time
 * </pre>
 *
 * Node.js asks the kernel which of its connections are ready; a thread that blocks in {@code read} cannot ask that. So each
 * connection has a virtual thread that stands for its readiness: it waits without the baton, and does everything else with it.
 * When started from the command line the scheduler has one carrier, so that all of it is really one platform thread.
 *
 * <p>A handler keeps the baton while it blocks on something of its own: one slow handler delays all connections, new ones included.
 * The baton is released only while a handler waits for its own client, to read a body or to write a reply that does not fit the
 * send buffer: other handlers may run then, as other callbacks do at an {@code await} in Node.js.
 */
final class SingleThreadedSchedule implements Schedule {
    private final ServerContext context;
    private final AcceptorGroup acceptors;
    private final Baton baton = new Baton();
    private final UtilizationMeter meter = new UtilizationMeter(baton::busyNanos);

    SingleThreadedSchedule(ServerContext context) throws IOException {
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
        acceptors.startAcceptingAll(this::accepted);
    }

    /** A new connection waits for its turn behind the running handler, as the callback of an accept in Node.js does. Its thread starts later. */
    private Runnable accepted(Connection connection) {
        baton.acquire();
        try {
            return () -> serve(connection);
        } finally {
            baton.release();
        }
    }

    @Override
    public void stopAccepting(long timeoutNanos) {
        acceptors.stop(timeoutNanos);
    }

    private void serve(Connection connection) {
        connection.setBaton(baton);
        baton.acquire();
        try {
            new ServeLoop(connection, context).run();
        } finally {
            baton.release();
        }
    }

    @Override
    public void sample() {
        meter.sample();
    }

    @Override
    public List<SerialSectionStats> serialSections() {
        return List.of(Schedule.statsOf(baton, meter));
    }
}
