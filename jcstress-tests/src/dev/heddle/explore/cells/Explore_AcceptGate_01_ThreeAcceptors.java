package dev.heddle.explore.cells;

import dev.heddle.concurrent.AcceptGate;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** Three acceptors share one socket. */
public final class Explore_AcceptGate_01_ThreeAcceptors extends Scenario {
    private final AcceptGate gate = new AcceptGate();
    private final AtomicInteger accepting = new AtomicInteger();

    @Override
    public String promise() {
        return "One acceptor at a time waits at the socket, and each of three gets there.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("first", this::accept), actor("second", this::accept), actor("third", this::accept));
        check(gate.acquisitions() == 3, "each has been at the socket");
        check(gate.waiting() == 0, "none is left at the gate");
    }

    private void accept() {
        gate.acquire();
        check(accepting.incrementAndGet() == 1, "one acceptor is at the socket");
        accepting.decrementAndGet();
        gate.release();
    }
}
