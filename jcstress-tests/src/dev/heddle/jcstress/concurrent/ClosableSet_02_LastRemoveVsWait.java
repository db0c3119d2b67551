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

/** The closing thread sets the waiter, looks at the set, and parks; another removes the last member, looks at the waiter, and unparks it. */
@JCStressTest
@Description("The last connection leaves while the closer begins to wait for that: it is woken.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The closing thread saw the set empty.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "The closing thread gave up, though the set is empty.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The set is empty, and the closing thread stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ClosableSet_02_LastRemoveVsWait extends Together {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private final ClosableSet<Object> set = new ClosableSet<>();
    private final Object connection = new Object();
    private boolean empty;

    /** One member is in, and no other is added. */
    public ClosableSet_02_LastRemoveVsWait() {
        set.add(connection);
        set.close();
    }

    /** Leaves. */
    @Actor
    public void connection() {
        meet();
        set.remove(connection);
    }

    /** Waits. */
    @Actor
    public void closer(I_Result r) {
        meet();
        boolean ended = Wait.FIRST.ended(() -> empty = set.awaitEmpty(LONG));
        r.r1 = !ended ? Wait.LOST : empty ? 1 : 0;
    }
}
