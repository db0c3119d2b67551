package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The closing thread announces itself, looks, and parks; the last connection leaves, looks, and wakes it. */
@JCStressTest
@Description("The last connection leaves while the closer begins to wait for that: it is woken.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The closer saw that everyone has left.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "The closer gave up, though everyone has left.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "Everyone has left, and the closer sleeps on.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ClosableSet_02_LastRemoveVsWait extends Together {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private final ClosableSet<Object> registry = new ClosableSet<>();
    private final Object connection = new Object();
    private boolean empty;

    /** One is in, and nobody else comes. */
    public ClosableSet_02_LastRemoveVsWait() {
        registry.add(connection);
        registry.close();
    }

    /** Leaves. */
    @Actor
    public void connection() {
        meet();
        registry.remove(connection);
    }

    /** Waits. */
    @Actor
    public void closer(I_Result r) {
        meet();
        boolean ended = Wait.FIRST.ended(() -> empty = registry.awaitEmpty(LONG));
        r.r1 = !ended ? Wait.LOST : empty ? 1 : 0;
    }
}
