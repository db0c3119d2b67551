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

/** The second thread to close a server waits until the first has done it. */
@JCStressTest
@Description("One closes the server while another waits for it to be closed: it wakes, and what was done is visible.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It woke when the server was closed.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "It woke before what the close had to do was done.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The server is closed, and it stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Lifecycle_04_SecondCloserVsClose extends Together {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private final Lifecycle lifecycle = new Lifecycle();
    private boolean done;

    /** Closing already. */
    public Lifecycle_04_SecondCloserVsClose() {
        lifecycle.start();
        lifecycle.drain();
    }

    /** Closes. */
    @Actor
    public void first() {
        meet();
        lifecycle.closeIdle();
        done = true;
        lifecycle.close();
    }

    /** Wants to close, too. */
    @Actor
    public void second(I_Result r) {
        meet();
        boolean ended = lifecycle.drain() || Wait.FIRST.ended(() -> lifecycle.awaitClosed(LONG));
        r.r1 = !ended ? Wait.LOST : done ? 1 : 0;
    }
}
