package dev.heddle.lab.simulate;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is going to happen in simulated time, earliest first; at the same time, in the order in which it was planned. */
final class Agenda {
    private record Event(long at, long number, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now;
    private long planned;

    /** The simulated time in ns. */
    long now() {
        return now;
    }

    /** Plans an action. */
    void after(long nanos, Runnable action) {
        if (nanos < 0) {
            throw new IllegalArgumentException("an event " + -nanos + " ns in the past");
        }
        events.add(new Event(now + nanos, planned++, action));
    }

    /** Advances the time to the next event and performs it. Returns false if there is none. */
    boolean performNext() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        now = next.at();
        next.action().run();
        return true;
    }
}
