package dev.heddle.tck.contenders;

import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.concurrent.ClosableSet;
import dev.heddle.concurrent.ConnectionState;
import dev.heddle.concurrent.Lifecycle;
import dev.heddle.tck.AcceptorUnderTest;
import java.util.concurrent.TimeUnit;

/** Heddle's own: admission, set of connections, connection state and lifecycle, put together as its acceptor and its drain do. */
public final class HeddleCells implements AcceptorUnderTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final Lifecycle lifecycle = new Lifecycle();
    private final ClosableSet<Open> connections = new ClosableSet<>();
    private final Admission admission;

    /** @param limit how many connections are admitted at a time */
    public HeddleCells(int limit) {
        admission = new Admission(limit);
        lifecycle.start();
    }

    @Override
    public void accepted(Connection connection) {
        Permit permit = admission.tryAcquire();
        if (permit == null) {
            connection.close();
            return;
        }
        Open open = new Open(connection, permit);
        if (!connections.add(open)) {
            permit.release();
            connection.close();
            return;
        }
        if (open.state.enterBusy(ConnectionState.NEVER)) {
            connection.serve();
        }
        open.close();
    }

    @Override
    public void close() {
        if (!lifecycle.drain()) {
            lifecycle.awaitClosed(LONG);
            return;
        }
        connections.close();
        lifecycle.closeIdle();
        connections.awaitEmpty(LONG);
        lifecycle.close();
    }

    @Override
    public int open() {
        return admission.inUse() + connections.size();
    }

    private final class Open {
        private final ConnectionState state = new ConnectionState();
        private final Connection connection;
        private final Permit permit;

        Open(Connection connection, Permit permit) {
            this.connection = connection;
            this.permit = permit;
        }

        void close() {
            if (state.close()) {
                connection.close();
                permit.release();
                connections.remove(this);
            }
        }
    }
}
