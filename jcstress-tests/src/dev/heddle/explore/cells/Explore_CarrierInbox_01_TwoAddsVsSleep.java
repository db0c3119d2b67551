package dev.heddle.explore.cells;

import dev.heddle.concurrent.CarrierInbox;
import dev.heddle.concurrent.CarrierInbox.Duty;
import dev.heddle.explore.Scenario;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Two threads give a carrier a task each while it falls asleep. */
public final class Explore_CarrierInbox_01_TwoAddsVsSleep extends Scenario {
    private final Sleeper selector = new Sleeper();
    private final CarrierInbox inbox = new CarrierInbox(new ConcurrentLinkedQueue<>());
    private final AtomicInteger done = new AtomicInteger();

    @Override
    public String promise() {
        return "A carrier that falls asleep runs every task that two threads give it: one of them wakes it if need be.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("carrier", this::drive), actor("first", this::add), actor("second", this::add));
        check(done.get() == 2, "both tasks have run");
    }

    private void add() {
        if (inbox.add(done::incrementAndGet) == Duty.WAKE) {
            selector.wake();
        }
    }

    /** As {@code carrier.Carrier} does it, until both have run. */
    private void drive() {
        while (done.get() < 2) {
            Runnable task = inbox.poll();
            if (task != null) {
                task.run();
            } else if (inbox.fallAsleep()) {
                selector.sleep();
                inbox.awake();
            }
        }
    }
}
