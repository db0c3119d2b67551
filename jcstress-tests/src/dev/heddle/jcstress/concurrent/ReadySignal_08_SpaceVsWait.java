package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ReadySignal;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** As {@link ReadySignal_01_SignalVsWait}, for an interest that every event turns off: in writing. */
@JCStressTest
@Description("A send buffer gets space while a thread begins to wait for that: the event is not lost, nor is the next.")
@Outcome(
        id = "1, 0",
        expect = ACCEPTABLE,
        desc = "The thread goes on, and the signal knows whether its interest is on.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "There is space, and the thread stays parked: a lost wake-up.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "The interest is off, and the signal takes it for on.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ReadySignal_08_SpaceVsWait extends Together {
    private final ReadySignal signal = new ReadySignal();
    private final LevelTriggered interest = new LevelTriggered(signal, true);

    /** Reports the event. */
    @Actor
    public void carrier() {
        meet();
        interest.socketReady();
    }

    /** Waits for it. */
    @Actor
    public void writer(II_Result r) {
        meet();
        r.r1 = Wait.FIRST.ended(() -> signal.await(interest, 0)) ? 1 : Wait.LOST;
    }

    /** Looks what the signal thinks. */
    @Arbiter
    public void after(II_Result r) {
        r.r2 = interest.isForgotten() ? 1 : 0;
    }
}
