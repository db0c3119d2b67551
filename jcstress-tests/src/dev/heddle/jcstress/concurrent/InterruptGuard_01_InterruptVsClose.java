package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.InterruptGuard;
import dev.heddle.jcstress.harness.Together;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** An interrupt that comes when the handler has returned would close the socket on which its reply is written, or hit the next message. */
@JCStressTest
@Description(
        "A handler is interrupted as it returns: the interrupt has arrived when the guard is closed, or never comes.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The handler had returned, or not begun, and was not interrupted.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It was interrupted, and the flag is set when the guard is closed.")
@Outcome(id = "0, 1", expect = FORBIDDEN, desc = "The guard is closed, and the interrupt is still to come.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The flag is set, and no call reports that it has interrupted.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class InterruptGuard_01_InterruptVsClose extends Together {
    private volatile @Nullable InterruptGuard guard;

    /** Begins, and ends. */
    @Actor
    public void handler(II_Result r) {
        InterruptGuard own = new InterruptGuard(Thread.currentThread());
        guard = own;
        meet();
        own.close();
        r.r1 = Thread.interrupted() ? 1 : 0;
    }

    /** Interrupts it, if it is there. */
    @Actor
    public void watchdog(II_Result r) {
        meet();
        InterruptGuard seen = guard;
        r.r2 = seen != null && seen.interruptOnce() ? 1 : 0;
    }
}
