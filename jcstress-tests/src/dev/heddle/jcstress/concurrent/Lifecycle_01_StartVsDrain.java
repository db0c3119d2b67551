package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Lifecycle;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A server may be closed while it starts: then it does not run with no thread left to close it. */
@JCStressTest
@Description("A server is started and closed at the same time: the closing thread begins the drain, started or not.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It was started, then the drain began.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The drain came first, and the start was refused.")
@Outcome(
        id = "1, 0",
        expect = FORBIDDEN,
        desc = "It runs, and the closing thread waits forever for another to close it.")
@Outcome(id = "1, 2", expect = FORBIDDEN, desc = "The start has hidden the drain: the server runs while it is closed.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Lifecycle_01_StartVsDrain extends Together {
    private final Lifecycle lifecycle = new Lifecycle();

    /** Starts. */
    @Actor
    public void starter(II_Result r) {
        meet();
        try {
            lifecycle.start();
            r.r1 = 1;
        } catch (IllegalStateException closed) {
            r.r1 = 0;
        }
    }

    /** Closes. */
    @Actor
    public void closer(II_Result r) {
        meet();
        r.r2 = lifecycle.drain() ? 1 : 0;
    }

    /** Looks whether it is still closing. */
    @Arbiter
    public void after(II_Result r) {
        if (!lifecycle.isDraining() && r.r2 == 1) {
            r.r2 = 2;
        }
    }
}
