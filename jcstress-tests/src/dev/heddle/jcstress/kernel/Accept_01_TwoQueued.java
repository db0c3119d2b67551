package dev.heddle.jcstress.kernel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Wait;
import java.net.ServerSocket;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** One listening socket, two acceptors, as in multi-acceptor: the kernel gives each connection to one of them. */
@JCStressTest
@Description("Two connections are queued and two acceptors accept: each gets another one.")
@Outcome(
        id = {"1, 2", "2, 1"},
        expect = ACCEPTABLE,
        desc = "Each connection was accepted once.")
@Outcome(
        id = {"1, 1", "2, 2"},
        expect = FORBIDDEN,
        desc = "One connection was accepted twice.")
@Outcome(
        id = {"-1, .*", ".*, -1"},
        expect = FORBIDDEN,
        desc = "A connection is queued, and an acceptor stays parked.")
@Outcome(expect = FORBIDDEN, desc = "An accept failed.")
@State
public class Accept_01_TwoQueued extends Loopback {
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
        ServerSocket listener = listener(2);
        meet();
        boolean ended = guard.ended(() -> got[acceptor] = accept(listener));
        return ended ? got[acceptor] : Wait.LOST;
    }

    /** Closes everything. */
    @Arbiter
    public void after() {
        cleanUp();
    }
}
