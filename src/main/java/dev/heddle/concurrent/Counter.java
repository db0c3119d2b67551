package dev.heddle.concurrent;

import java.util.concurrent.atomic.LongAdder;

/** Counts from many threads without making them meet: each carrier mostly has a stripe of its own. */
public final class Counter {
    private final LongAdder sum = new LongAdder();

    /** Counts one. */
    public void increment() {
        sum.increment();
    }

    /** The sum so far; it may miss what is being counted at this moment. */
    public long get() {
        return sum.sum();
    }
}
