package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ReadySignal;
import dev.heddle.concurrent.ReadySignal.Interest;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A connection is closed just as its thread finds no memory to begin to wait with. */
@JCStressTest
@Description("A socket is closed while a wait for it cannot begin: it stays closed.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It is closed.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "A later wait would never end: the close is forgotten.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ReadySignal_09_FailedWaitVsClose extends Together {
    private static final Interest FAILS = new Interest() {
        @Override
        public void arm() {
            throw new OutOfMemoryError("on purpose");
        }

        @Override
        public void disarm() {}
    };

    private final ReadySignal signal = new ReadySignal();
    private final LevelTriggered interest = new LevelTriggered(signal, false);

    /** Cannot wait. */
    @Actor
    public void reader() {
        meet();
        try {
            signal.await(FAILS, 1);
        } catch (OutOfMemoryError e) {
            // On purpose.
        }
    }

    /** Closes it. */
    @Actor
    public void closing() {
        meet();
        signal.close();
    }

    /** Waits again. */
    @Arbiter
    public void after(I_Result r) {
        r.r1 = signal.await(interest, 1) == ReadySignal.Outcome.CLOSED ? 1 : 0;
    }
}
