package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The thread that removes a member may have to end it: only one learns that it did remove it. */
@JCStressTest
@Description("Two remove the same connection: one of them did.")
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One removed it.")
@Outcome(expect = FORBIDDEN, desc = "Both did, or neither.")
@State
public class ClosableSet_05_RemovedOnce extends Together {
    private final ClosableSet<Object> set = new ClosableSet<>();
    private final Object connection = new Object();

    /** It is in. */
    public ClosableSet_05_RemovedOnce() {
        set.add(connection);
    }

    /** Removes it. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = set.remove(connection) ? 1 : 0;
    }

    /** Removes it, too. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = set.remove(connection) ? 1 : 0;
    }
}
