package dev.heddle.architecture;

import dev.heddle.concurrent.AcceptGate;
import dev.heddle.metrics.ServerStats.AcceptGateStats;
import dev.heddle.net.Acceptor;
import dev.heddle.net.Connection;
import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import dev.heddle.options.Architecture.MultiAcceptor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Many acceptors on one shared socket, as in NGINX before 1.9.1: the acceptor that accepts a connection serves it.
 *
 * <pre>
 *                        ┌─ acceptor 0 ─ accept ─► starts its successor, then serves: read ─► handle ─► write …
 *   socket ── gate ──────┤
 *     (one at a time)    └─ acceptor 1 ─ waits at the gate
 * </pre>
 *
 * Leader and followers: there is no hand-off, and the configured number of acceptors waits, however many connections are being
 * served. They compete for the socket, one at a time; how long each waits is measured at the gate.
 */
final class MultiAcceptorSchedule implements Schedule {
    private final ServerContext context;
    private final AcceptorGroup acceptors;
    private final AcceptGate gate = new AcceptGate();

    MultiAcceptorSchedule(ServerContext context, MultiAcceptor chosen) throws IOException {
        this.context = context;
        Listener listener = Listener.open(context);
        this.acceptors = new AcceptorGroup(
                context,
                List.of(listener),
                IntStream.range(0, chosen.acceptors())
                        .mapToObj(index -> new Acceptor(index, listener, context))
                        .toList());
    }

    @Override
    public InetSocketAddress address() {
        return acceptors.listener().address();
    }

    @Override
    public void start() {
        acceptors.start(this::acceptThenServe);
    }

    @Override
    public void stopAccepting(long timeoutNanos) {
        acceptors.stop(timeoutNanos);
    }

    private void acceptThenServe(Acceptor acceptor) {
        boolean succeeded;
        do {
            Connection connection = acceptInTurn(acceptor);
            if (connection == null) {
                acceptors.ended(acceptor);
                return;
            }
            acceptor.accepted();
            // An acceptor that cannot start a successor, out of memory, accepts again itself after it has served.
            succeeded = startSuccessor(acceptor);
            serve(connection, acceptor);
        } while (!succeeded);
    }

    private void serve(Connection connection, Acceptor acceptor) {
        try {
            new ServeLoop(connection, context).run();
        } catch (Error e) {
            connection.close();
            acceptor.backOff(e);
        }
    }

    private @Nullable Connection acceptInTurn(Acceptor acceptor) {
        gate.acquire();
        try {
            return acceptor.accept();
        } finally {
            gate.release();
        }
    }

    private boolean startSuccessor(Acceptor acceptor) {
        try {
            acceptors.start(acceptor, this::acceptThenServe);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    @Override
    public AcceptGateStats acceptGate() {
        return new AcceptGateStats(
                gate.waiting(),
                gate.acquisitions(),
                Duration.ofNanos(gate.waitNanos()),
                Duration.ofNanos(gate.maxWaitNanos()));
    }
}
