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

/** As {@link CarrierInbox_01_AddVsSleep}, for a task that any carrier may run. */
@JCStressTest
@Description("A thread adds a shared task while a carrier falls asleep: the carrier sees the task, or is woken.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "The carrier saw the task, and nobody has to wake it.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The carrier sleeps, and is woken.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "The carrier saw the task, and is woken in vain.")
@Outcome(id = "0, 1", expect = FORBIDDEN, desc = "The carrier sleeps while there is a task: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class CarrierInbox_04_SharedTaskVsSleep extends Together {
    private final CarrierInbox inbox = new CarrierInbox(new ConcurrentLinkedQueue<>());

    /** Adds a shared task. */
    @Actor
    public void adding(II_Result r) {
        meet();
        inbox.addShared(() -> {});
        r.r1 = inbox.duty() == Duty.WAKE ? 1 : 0;
    }

    /** Has nothing to do. */
    @Actor
    public void carrier(II_Result r) {
        meet();
        r.r2 = inbox.fallAsleep() ? 1 : 0;
    }
}
