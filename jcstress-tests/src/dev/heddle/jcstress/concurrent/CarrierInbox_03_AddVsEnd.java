package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.CarrierInbox;
import dev.heddle.concurrent.CarrierInbox.Duty;
import dev.heddle.jcstress.harness.Together;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A thread that outlives the server is unparked just as its carrier ends. */
@JCStressTest
@Description(
        "A thread adds a task while the carrier's thread ends: the same thread goes on, or another one is started.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The carrier's thread saw the task, and goes on.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It has ended, and another one is started.")
@Outcome(id = "0, 1", expect = FORBIDDEN, desc = "It has ended, and the task never runs.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "It goes on, and another one is started beside it.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class CarrierInbox_03_AddVsEnd extends Together {
    private final CarrierInbox inbox = new CarrierInbox(new ConcurrentLinkedQueue<>());

    /** Adds a task. */
    @Actor
    public void adding(II_Result r) {
        meet();
        r.r1 = inbox.add(() -> {}) == Duty.START ? 1 : 0;
    }

    /** The server has closed. */
    @Actor
    public void carrier(II_Result r) {
        meet();
        r.r2 = inbox.end() ? 1 : 0;
    }
}
