package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Lifecycle;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** An acceptor that cannot accept waits for better times, and must not let a closing server wait for it. */
@JCStressTest
@Description("The server begins to close while an acceptor begins to back off: the acceptor does not sleep on.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The acceptor saw that the server closes.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "The acceptor slept its time out, though the server closes.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The acceptor stays parked, though the server closes.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Lifecycle_03_DrainVsBackOff extends Together {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private final Lifecycle lifecycle = new Lifecycle();
    private boolean draining;

    /** Running. */
    public Lifecycle_03_DrainVsBackOff() {
        lifecycle.start();
    }

    /** Closes. */
    @Actor
    public void closer() {
        meet();
        lifecycle.drain();
    }

    /** Backs off. */
    @Actor
    public void acceptor(I_Result r) {
        meet();
        boolean ended = Wait.FIRST.ended(() -> draining = lifecycle.awaitDraining(LONG));
        r.r1 = !ended ? Wait.LOST : draining && lifecycle.isDraining() ? 1 : 0;
    }
}
