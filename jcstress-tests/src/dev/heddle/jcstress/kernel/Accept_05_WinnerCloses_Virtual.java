package dev.heddle.jcstress.kernel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.OnVirtualThread;
import dev.heddle.jcstress.harness.Wait;
import java.net.ServerSocket;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Closing is what wakes acceptors: all of them, and without harm to what was accepted. The actors' roles are played by virtual threads. */
@JCStressTest
@Description(
        "One connection is queued and two acceptors accept; the one that gets it closes the listener: the other is released. The actors' roles are played by virtual threads.")
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One got it, the other was released.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "The connection was accepted twice.")
@Outcome(
        id = {"-1, .*", ".*, -1"},
        expect = FORBIDDEN,
        desc = "The listener is closed, and an acceptor stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Neither got it.")
@State
public class Accept_05_WinnerCloses_Virtual extends Loopback {
    private final int[] got = new int[2];

    /** Accepts. */
    @Actor
    public void one(II_Result r) {
        r.r1 = accept(0, Wait.FIRST);
    }

    /** Accepts, too. */
    @Actor
    public void other(II_Result r) {
        r.r2 = accept(1, Wait.SECOND);
    }

    private int accept(int acceptor, Wait guard) {
        ServerSocket listener = listener(1);
        meet();
        boolean ended = guard.ended(() -> OnVirtualThread.run(() -> got[acceptor] = accept(listener)));
        if (got[acceptor] != 0) {
            close(listener);
        }
        return ended ? got[acceptor] : Wait.LOST;
    }

    /** Closes everything. */
    @Arbiter
    public void after() {
        cleanUp();
    }
}
