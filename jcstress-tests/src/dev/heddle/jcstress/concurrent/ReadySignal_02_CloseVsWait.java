package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ReadySignal;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The watchdog closes a connection just as its thread begins to wait. */
@JCStressTest
@Description("A socket is closed while a thread begins to wait for it: the thread does not wait.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The thread learns that it is closed.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The thread waits for a closed socket.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ReadySignal_02_CloseVsWait extends Together {
    private final ReadySignal signal = new ReadySignal();
    private final LevelTriggered interest = new LevelTriggered(signal, false).armed();

    /** Closes it. */
    @Actor
    public void closing() {
        meet();
        signal.close();
    }

    /** Waits. */
    @Actor
    public void reader(I_Result r) {
        meet();
        ReadySignal.Outcome[] outcome = new ReadySignal.Outcome[1];
        boolean ended = Wait.FIRST.ended(() -> outcome[0] = signal.await(interest, 0));
        r.r1 = !ended ? Wait.LOST : outcome[0] == ReadySignal.Outcome.CLOSED ? 1 : 0;
    }
}
