package dev.heddle.jcstress.kernel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.OnVirtualThread;
import dev.heddle.jcstress.harness.Wait;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** Nothing is queued: acceptors in accept wait for the close. The actors' roles are played by virtual threads. */
@JCStressTest
@Description(
        "Two acceptors wait, nothing is queued, and the listener is closed: both are released. The actors' roles are played by virtual threads.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both were released.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The listener is closed, and an acceptor stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something was accepted.")
@State
public class Accept_06_CloseReleasesBoth_Virtual extends Loopback {
    private final AtomicInteger released = new AtomicInteger();

    /** Two acceptors: the actor itself, and a second thread. */
    @Actor
    public void acceptors(I_Result r) {
        ServerSocket listener = listener(0);
        meet();
        boolean ended = Wait.FIRST.ended(() -> {
            Thread second = Thread.ofVirtual().start(() -> acceptNothing(listener));
            OnVirtualThread.run(() -> acceptNothing(listener));
            second.join();
        });
        r.r1 = ended ? released.get() : Wait.LOST;
    }

    private void acceptNothing(ServerSocket listener) {
        if (accept(listener) == 0) {
            released.incrementAndGet();
        }
    }

    /** Closes. */
    @Actor
    public void closer() {
        ServerSocket listener = listener(0);
        meet();
        close(listener);
    }

    /** Closes everything. */
    @Arbiter
    public void after() {
        cleanUp();
    }
}
