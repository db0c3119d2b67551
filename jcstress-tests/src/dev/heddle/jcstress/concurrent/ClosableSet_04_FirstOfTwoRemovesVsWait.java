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

/** Each of the last two may take the other for the last. One of them has to be right. */
@JCStressTest
@Description(
        "The last two members are removed at the same time, and one of the threads then waits: it sees the set empty.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both left, and that was seen.")
@Outcome(id = ".*, -1", expect = FORBIDDEN, desc = "The set is empty, and the waiting thread stays parked.")
@Outcome(expect = FORBIDDEN, desc = "One was not found, or the wait was given up.")
@State
public class ClosableSet_04_FirstOfTwoRemovesVsWait extends Together {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private final ClosableSet<Object> set = new ClosableSet<>();
    private final Object first = new Object();
    private final Object second = new Object();
    private boolean empty;

    /** Two members are in, and no other is added. */
    public ClosableSet_04_FirstOfTwoRemovesVsWait() {
        set.add(first);
        set.add(second);
        set.close();
    }

    /** Leaves. */
    @Actor
    public void connection(II_Result r) {
        meet();
        r.r1 = set.remove(first) ? 1 : 0;
    }

    /** Takes the other one out, and waits. */
    @Actor
    public void closer(II_Result r) {
        meet();
        set.remove(second);
        boolean ended = Wait.FIRST.ended(() -> empty = set.awaitEmpty(LONG));
        r.r2 = !ended ? Wait.LOST : empty ? 1 : 0;
    }
}
