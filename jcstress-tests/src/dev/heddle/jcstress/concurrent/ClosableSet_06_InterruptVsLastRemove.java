package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The closing thread may be interrupted: the drain goes on, and the interrupt flag is set when it is done. */
@JCStressTest
@Description(
        "The closing thread is interrupted, then the last member is removed: the wait ends then, and the flag is still set.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "The thread was not there yet when the interrupt was to be sent.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The closing thread saw the set empty, and the flag is set.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "The interrupt was swallowed.")
@Outcome(id = "3", expect = FORBIDDEN, desc = "The interrupt ended the wait.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The set is empty, and the closing thread stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ClosableSet_06_InterruptVsLastRemove extends Together {
    private static final int PATIENCE = 1000;
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private final ClosableSet<Object> set = new ClosableSet<>();
    private final Object connection = new Object();
    private volatile @Nullable Thread closer;
    private volatile boolean interrupted;
    private volatile boolean returned;
    private boolean empty;

    /** One member is in, and no other is added. */
    public ClosableSet_06_InterruptVsLastRemove() {
        set.add(connection);
        set.close();
    }

    /** Interrupts, then releases the permit. */
    @Actor
    public void connection() {
        meet();
        Thread thread = closer;
        if (thread != null) {
            thread.interrupt();
            interrupted = true;
            for (int i = 0; i < PATIENCE && !returned; i++) {
                Thread.onSpinWait(); // A wait that an interrupt ends has the time to.
            }
        }
        set.remove(connection);
    }

    /** Waits. */
    @Actor
    public void closer(I_Result r) {
        closer = Thread.currentThread();
        meet();
        boolean ended = Wait.FIRST.ended(() -> empty = set.awaitEmpty(LONG));
        boolean left = set.size() > 0;
        returned = true;
        boolean flag = Thread.interrupted();
        if (!ended) {
            r.r1 = Wait.LOST;
        } else if (!empty || left) {
            r.r1 = 3;
        } else {
            r.r1 = !interrupted ? 0 : flag ? 1 : 2;
        }
    }
}
