package dev.heddle.explore.cells;

import dev.heddle.concurrent.AcceptGate;
import dev.heddle.concurrent.Lifecycle;
import dev.heddle.explore.Scenario;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Three acceptors, of which one waits in accept and two at the gate, when the server closes. */
public final class Explore_AcceptGate_02_CloseVsTwoAtTheGate extends Scenario {
    private final AcceptGate gate = new AcceptGate();
    private final Lifecycle lifecycle = new Lifecycle();

    /** Whether the socket is closed, which ends an accept; and who is in one. */
    private volatile boolean closed;

    private volatile @Nullable Thread accepting;

    @Override
    public String promise() {
        return "When the socket is closed, the acceptor at the socket and all those at the gate end.";
    }

    @Override
    public void run() throws InterruptedException {
        lifecycle.start();
        together(
                actor("first", this::acceptLoop),
                actor("second", this::acceptLoop),
                actor("third", this::acceptLoop),
                actor("closing", this::close));
    }

    private void acceptLoop() {
        while (!lifecycle.isDraining()) {
            gate.acquire();
            try {
                accept();
            } finally {
                gate.release();
            }
        }
    }

    /** As a socket does it: waits for a connection, of which there is none, until it is closed. */
    private void accept() {
        accepting = Thread.currentThread();
        while (!closed) {
            LockSupport.park(this);
        }
        accepting = null;
    }

    private void close() {
        lifecycle.drain();
        closed = true;
        LockSupport.unpark(accepting);
    }
}
