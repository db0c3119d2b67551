package dev.heddle.explore.cells;

import dev.heddle.concurrent.AcceptGate;
import dev.heddle.concurrent.Admission;
import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.concurrent.ClosableSet;
import dev.heddle.concurrent.Lifecycle;
import dev.heddle.explore.Scenario;
import java.util.concurrent.TimeUnit;

/** Three acceptors share a socket and one permit, for which they wait before they accept, when the server closes. */
public final class Explore_Server_03_AcceptorsAtTheLimitVsDrain extends Scenario {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final Lifecycle lifecycle = new Lifecycle();
    private final AcceptGate gate = new AcceptGate();
    private final Admission admission = new Admission(1);
    private final ClosableSet<Permit> connections = new ClosableSet<>();

    @Override
    public String promise() {
        return "Acceptors that wait for a permit, at the gate or behind it, all end when the server closes, and no permit is lost.";
    }

    @Override
    public void run() throws InterruptedException {
        lifecycle.start();
        together(
                actor("first acceptor", this::accept),
                actor("second acceptor", this::accept),
                actor("third acceptor", this::accept),
                actor("closing", this::close));
        check(connections.size() == 0, "no connection is registered");
        check(admission.inUse() == 0, "the permits are back");
    }

    /** Accepts a connection, serves it, and goes on until the server closes, as an acceptor does. */
    private void accept() {
        for (int i = 0; i < 2 && !lifecycle.isDraining(); i++) {
            gate.acquire();
            Permit permit = admission.acquireOrClosed();
            gate.release();
            if (permit == null) {
                return;
            }
            if (connections.add(permit)) {
                connections.remove(permit);
            }
            permit.release();
        }
    }

    private void close() {
        lifecycle.drain();
        admission.close();
        connections.close();
        lifecycle.closeIdle();
        check(connections.awaitEmpty(LONG), "the connections end");
        lifecycle.close();
    }
}
