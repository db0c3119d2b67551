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

/** Two threads that drive one carrier would break all that is confined to one. */
@JCStressTest
@Description("Two threads add a task to a carrier whose thread has ended: exactly one of them starts another.")
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One starts a thread.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both start a thread.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Nobody does: the tasks never run.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class CarrierInbox_02_TwoAddsToAnEnded extends Together {
    private final CarrierInbox inbox = new CarrierInbox(new ConcurrentLinkedQueue<>());

    /** Its thread has ended. */
    public CarrierInbox_02_TwoAddsToAnEnded() {
        inbox.end();
    }

    /** Adds a task. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = inbox.add(() -> {}) == Duty.START ? 1 : 0;
    }

    /** Adds another. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = inbox.add(() -> {}) == Duty.START ? 1 : 0;
    }
}
