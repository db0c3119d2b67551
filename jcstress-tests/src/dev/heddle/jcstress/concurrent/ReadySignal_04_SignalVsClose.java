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
import org.openjdk.jcstress.infra.results.I_Result;

/** A signal that comes too late must not open what has been closed. */
@JCStressTest
@Description("A socket becomes ready while its reader gives up and closes it: it stays closed.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It is closed.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "A later wait would never end: the close is forgotten.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ReadySignal_04_SignalVsClose extends Together {
    private final ReadySignal signal = new ReadySignal();
    private final LevelTriggered interest = new LevelTriggered(signal, false);

    /** Waits for no time, and closes. */
    @Actor
    public void reader() {
        meet();
        signal.await(interest, 1);
        signal.close();
    }

    /** Reports an event. */
    @Actor
    public void carrier() {
        meet();
        signal.signal(interest, false);
    }

    /** Waits again. */
    @Arbiter
    public void after(I_Result r) {
        r.r1 = signal.await(interest, 1) == ReadySignal.Outcome.CLOSED ? 1 : 0;
    }
}
