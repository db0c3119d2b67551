package dev.heddle.explore.cells;

import dev.heddle.concurrent.ReadySignal;
import dev.heddle.concurrent.ReadySignal.Outcome;
import dev.heddle.explore.Scenario;
import java.util.concurrent.atomic.AtomicBoolean;

/** A thread begins to wait while the selector reports an event for which nobody waited, and another thread wakes it. */
public final class Explore_ReadySignal_02_EventIsNotLost extends Scenario {
    private final ReadySignal signal = new ReadySignal();
    private final AtomicBoolean dataHere = new AtomicBoolean();
    private final Selector selector = new Selector();

    @Override
    public String promise() {
        return "A thread that waits for data that is here is woken: the interest is on while it waits.";
    }

    @Override
    public void run() throws InterruptedException {
        together(actor("reader", this::read), actor("carrier", this::select), actor("peer", this::send));
        check(dataHere.get(), "the data is here");
    }

    private void read() {
        // As a socket does it: reads, and waits if there is nothing.
        while (!dataHere.get()) {
            check(signal.await(selector, 0) == Outcome.READY, "nothing but an event ends the wait");
        }
        selector.end();
    }

    private void send() {
        dataHere.set(true);
        selector.changed();
    }

    /** A level-triggered selector: reports as long as there is data and the interest is on. */
    private void select() {
        while (selector.awaitEvent()) {
            signal.signal(selector, false);
        }
    }

    private final class Selector extends Sleeper implements ReadySignal.Interest {
        private volatile boolean armed;
        private volatile boolean ended;

        @Override
        public void arm() {
            armed = true;
            wake();
        }

        @Override
        public void disarm() {
            armed = false;
        }

        void changed() {
            wake();
        }

        void end() {
            ended = true;
            wake();
        }

        /** False if there will be none. */
        boolean awaitEvent() {
            while (!ended && !(armed && dataHere.get())) {
                sleep();
            }
            return !ended;
        }
    }
}
