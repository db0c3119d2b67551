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
import org.openjdk.jcstress.infra.results.II_Result;

/** A member whose add fails is in the set for a moment. If the closing thread looks just then, it has to be woken afterwards. */
@JCStressTest
@Description("An add fails while the closing thread begins to wait: the wait ends, as the set is empty.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The add failed, and the closing thread saw the set empty.")
@Outcome(id = "1, .*", expect = FORBIDDEN, desc = "A closed set took it in.")
@Outcome(id = ".*, -1", expect = FORBIDDEN, desc = "The set is empty, and the closing thread stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ClosableSet_03_LateAddVsWait extends Together {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private final ClosableSet<Object> set = new ClosableSet<>();
    private final Object connection = new Object();
    private boolean empty;

    /** Closed. */
    public ClosableSet_03_LateAddVsWait() {
        set.close();
    }

    /** Comes too late. */
    @Actor
    public void acceptor(II_Result r) {
        meet();
        r.r1 = set.add(connection) ? 1 : 0;
    }

    /** Waits. */
    @Actor
    public void closer(II_Result r) {
        meet();
        boolean ended = Wait.FIRST.ended(() -> empty = set.awaitEmpty(LONG));
        r.r2 = !ended ? Wait.LOST : empty ? 1 : 0;
    }
}
