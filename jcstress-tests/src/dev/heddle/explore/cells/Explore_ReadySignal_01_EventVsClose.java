package dev.heddle.explore.cells;

import dev.heddle.concurrent.ReadySignal;
import dev.heddle.concurrent.ReadySignal.Outcome;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread waits for its socket while the selector reports an event and another thread closes the socket. */
public final class Explore_ReadySignal_01_EventVsClose extends Scenario {
    private final ReadySignal signal = new ReadySignal();
    private final Interests interest = new Interests();
    private final AtomicInteger closed = new AtomicInteger();

    @Override
    public String promise() {
        return "A wait ends with an event or with the close, and no later wait begins on a closed signal.";
    }

    @Override
    public void run() throws InterruptedException {
        together(
                actor("reader", this::read),
                actor("carrier", () -> signal.signal(interest, false)),
                actor("closing", signal::close));
        check(closed.get() == 1, "the reader learns that it is closed");
    }

    private void read() {
        while (signal.await(interest, 0) != Outcome.CLOSED) {}
        closed.incrementAndGet();
    }
}
