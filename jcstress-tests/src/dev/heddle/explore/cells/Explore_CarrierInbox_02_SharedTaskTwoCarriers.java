package dev.heddle.explore.cells;

import dev.heddle.concurrent.CarrierInbox;
import dev.heddle.concurrent.CarrierInbox.Duty;
import dev.heddle.explore.Scenario;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread adds a shared task while both carriers of a group fall asleep. */
public final class Explore_CarrierInbox_02_SharedTaskTwoCarriers extends Scenario {
    private final Queue<Runnable> shared = new ConcurrentLinkedQueue<>();
    private final CarrierInbox[] inboxes = {new CarrierInbox(shared), new CarrierInbox(shared)};
    private final Sleeper[] selectors = {new Sleeper(), new Sleeper()};
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean over;

    @Override
    public String promise() {
        return "A shared task runs once, though both carriers fall asleep: the adding thread wakes one, or one has not slept.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("carrier 0", () -> drive(0)), actor("carrier 1", () -> drive(1)), actor("adding", this::add));
        check(done.get() == 1, "the task has run once");
    }

    private void add() {
        inboxes[0].addShared(() -> {
            done.incrementAndGet();
            over = true;
            wake(0);
            wake(1);
        });
        // As carrier.CarrierGroup does it: the first one that sleeps.
        for (int i = 0; i < 2 && !perform(i); i++) {}
    }

    private boolean perform(int carrier) {
        if (inboxes[carrier].duty() == Duty.WAKE) {
            selectors[carrier].wake();
            return true;
        }
        return false;
    }

    private void wake(int carrier) {
        if (inboxes[carrier].mustWake()) {
            selectors[carrier].wake();
        }
    }

    private void drive(int carrier) {
        while (!over) {
            Runnable task = inboxes[carrier].pollShared();
            if (task != null) {
                task.run();
            } else if (inboxes[carrier].fallAsleep()) {
                if (!over) {
                    selectors[carrier].sleep();
                }
                inboxes[carrier].awake();
            }
        }
    }
}
