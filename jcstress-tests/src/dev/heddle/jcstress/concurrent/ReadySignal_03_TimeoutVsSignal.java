package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ReadySignal;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A wait that ends by its time leaves the interest as it is. */
@JCStressTest
@Description(
        "A socket becomes ready while a wait for it ends by its timeout: the signal knows whether its interest is on.")
@Outcome(
        id = {"0, 0", "1, 0"},
        expect = ACCEPTABLE,
        desc = "The wait ended by its time, or by the event.")
@Outcome(id = ".*, 1", expect = FORBIDDEN, desc = "The interest is off, and the signal takes it for on.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ReadySignal_03_TimeoutVsSignal extends Together {
    private final ReadySignal signal = new ReadySignal();
    private final LevelTriggered interest = new LevelTriggered(signal, true);

    /** Reports the event, and turns the interest off. */
    @Actor
    public void carrier() {
        meet();
        interest.socketReady();
    }

    /** Waits for no time. */
    @Actor
    public void writer(II_Result r) {
        meet();
        r.r1 = signal.await(interest, 1) == ReadySignal.Outcome.READY ? 1 : 0;
    }

    /** Looks what the signal thinks. */
    @Arbiter
    public void after(II_Result r) {
        r.r2 = interest.isForgotten() ? 1 : 0;
    }
}
