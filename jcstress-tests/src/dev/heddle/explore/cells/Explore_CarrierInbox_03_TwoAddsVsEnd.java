package dev.heddle.explore.cells;

import dev.heddle.concurrent.CarrierInbox;
import dev.heddle.concurrent.CarrierInbox.Duty;
import dev.heddle.explore.Scenario;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Two threads give a carrier a task each while its thread ends, as the server has closed. */
public final class Explore_CarrierInbox_03_TwoAddsVsEnd extends Scenario {
    private final CarrierInbox inbox = new CarrierInbox(new ConcurrentLinkedQueue<>());
    private final Workers threads = new Workers();
    private final AtomicInteger driving = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    @Override
    public String promise() {
        return "A task that a thread gives to a carrier whose thread ends runs all the same, and one thread at a time drives.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("carrier", this::drive), actor("first", this::add), actor("second", this::add));
        threads.join();
        check(done.get() == 2, "both tasks have run");
    }

    private void add() {
        if (inbox.add(done::incrementAndGet) == Duty.START) {
            threads.execute(this::drive);
        }
    }

    private void drive() {
        check(driving.incrementAndGet() == 1, "one thread drives at a time");
        while (true) {
            for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
                task.run();
            }
            driving.decrementAndGet();
            if (inbox.end()) {
                return;
            }
            check(driving.incrementAndGet() == 1, "one thread drives at a time");
        }
    }
}
