package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.CarrierInbox;
import dev.heddle.jcstress.harness.Together;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What any carrier may run, one carrier runs. */
@JCStressTest
@Description("Two carriers look for a shared task, and there is one: one of them gets it.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The first got it.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The second got it.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both run the same task.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Nobody runs it.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class CarrierInbox_06_TwoTakeASharedTask extends Together {
    private final Queue<Runnable> shared = new ConcurrentLinkedQueue<>();
    private final CarrierInbox first = new CarrierInbox(shared);
    private final CarrierInbox second = new CarrierInbox(shared);

    /** There is one task. */
    public CarrierInbox_06_TwoTakeASharedTask() {
        first.addShared(() -> {});
    }

    /** Is free. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = first.pollShared() == null ? 0 : 1;
    }

    /** Is free, too. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = second.pollShared() == null ? 0 : 1;
    }
}
