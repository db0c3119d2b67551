package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.CarrierInbox;
import dev.heddle.concurrent.CarrierInbox.Duty;
import dev.heddle.jcstress.harness.Together;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A thread that only wakes a carrier must not hide that the carrier ends meanwhile. */
@JCStressTest
@Description("A carrier that has been asleep ends while another thread wakes it: a later task starts a thread for it.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The carrier has ended, and the task is known to need a thread.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "The carrier has ended, and the task waits for it forever.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class CarrierInbox_05_WakeVsEnd extends Together {
    private final CarrierInbox inbox = new CarrierInbox(new ConcurrentLinkedQueue<>());

    /** The carrier sleeps. */
    public CarrierInbox_05_WakeVsEnd() {
        inbox.fallAsleep();
    }

    /** Wakes by itself, and ends. */
    @Actor
    public void carrier() {
        meet();
        inbox.awake();
        inbox.end();
    }

    /** Wakes it. */
    @Actor
    public void other() {
        meet();
        inbox.mustWake();
    }

    /** Adds a task. */
    @Arbiter
    public void after(I_Result r) {
        r.r1 = inbox.add(() -> {}) == Duty.START ? 1 : 0;
    }
}
