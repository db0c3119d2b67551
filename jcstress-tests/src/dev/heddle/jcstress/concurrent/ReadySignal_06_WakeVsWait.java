package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ReadySignal;
import dev.heddle.concurrent.ReadySignal.Interest;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread that has shut the input down wakes the reader, to look again. */
@JCStressTest
@Description("A reader that waits is woken to look again: it does.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The reader looks again.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The reader stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ReadySignal_06_WakeVsWait extends Together {
    private static final int PATIENCE = 1_000_000;
    private final ReadySignal signal = new ReadySignal();
    private volatile boolean armed;
    private volatile boolean gone;
    private final Interest interest = new Interest() {
        @Override
        public void arm() {
            armed = true; // The thread has been entered as the waiting one.
        }

        @Override
        public void disarm() {}
    };

    /** Waits. */
    @Actor
    public void reader(I_Result r) {
        meet();
        r.r1 = Wait.FIRST.ended(() -> signal.await(interest, 0)) ? 1 : Wait.LOST;
        gone = true;
    }

    /** Wakes it, once it waits. */
    @Actor
    public void waking() {
        meet();
        for (int i = 0; !armed && !gone && i < PATIENCE; i++) {
            Thread.onSpinWait();
        }
        if (armed) {
            signal.wake();
        } else {
            signal.close(); // It has not come.
        }
    }
}
