package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ReadySignal;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A wake-up that was meant for something else may be left when a thread begins to wait. */
@JCStressTest
@Description("A thread that has an old wake-up left waits for its socket: it goes on when the socket is ready, and no"
        + " earlier.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It waited for the event.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "It went on before the event, and is still taken for waiting.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "It stays parked, though the socket is ready.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ReadySignal_07_OldWakeUp extends Together {
    private final ReadySignal signal = new ReadySignal();
    private final LevelTriggered interest = new LevelTriggered(signal, false).armed();
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private volatile boolean ready;

    /** Reports the event. */
    @Actor
    public void carrier() {
        meet();
        ready = true;
        interest.socketReady();
    }

    /** Waits for it: every second time with a time limit. */
    @Actor
    public void reader(I_Result r) {
        meet();
        LockSupport.unpark(Thread.currentThread());
        boolean limited = (System.nanoTime() & 1) == 0;
        boolean ended = Wait.FIRST.ended(() -> signal.await(interest, limited ? LONG : 0));
        r.r1 = !ended ? Wait.LOST : ready ? 1 : 0;
    }
}
