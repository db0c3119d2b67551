package dev.heddle.explore.cells;

import dev.heddle.concurrent.InterruptGuard;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** The watchdog and a closing server interrupt a handler that just returns. */
public final class Explore_InterruptGuard_01_TwoInterruptsVsClose extends Scenario {
    private final AtomicInteger sent = new AtomicInteger();

    @Override
    public String promise() {
        return "A handler is interrupted once at most, and never after it has returned.";
    }

    @Override
    public void run() throws InterruptedException {
        InterruptGuard guard = new InterruptGuard(Thread.currentThread());
        Thread watchdog = new Thread(() -> interrupt(guard), "watchdog");
        Thread closing = new Thread(() -> interrupt(guard), "closing");
        watchdog.start();
        closing.start();
        guard.close();
        boolean arrived = Thread.interrupted();
        watchdog.join();
        closing.join();
        check(sent.get() <= 1, "one interrupt was sent at most");
        check(arrived == (sent.get() == 1), "an interrupt that was sent has arrived before the handler's end");
        check(!Thread.interrupted(), "none arrives later");
    }

    private void interrupt(InterruptGuard guard) {
        if (guard.interruptOnce()) {
            sent.incrementAndGet();
        }
    }
}
