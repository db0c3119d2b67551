package dev.heddle.tck;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A hand-off between threads, as the suite for others wants to see it: put a thin class of this kind before your own queue.
 *
 * <p>The class needs a public constructor without parameters, or with one {@code int}: the capacity, at least 2. Its methods are
 * called by two threads at once, and by up to four where it is explored. Only what it {@linkplain #promises() promises} is tested, and only the methods that belong
 * to that need to be there.
 */
public interface HandoffUnderTest {
    /** What a hand-off may promise, beyond losing and duplicating nothing and publishing it safely. */
    enum Promise {
        /** Messages of one producer come out in the order in which it put them in. */
        FIFO_PER_PRODUCER,
        /** It takes no more than its capacity: {@link #offer} then says no, and {@link #put}, if it is there, waits. */
        BOUNDED,
        /** It has {@link #put} and {@link #take}, and no wake-up is lost. */
        BLOCKING,
        /**
         * It can be {@linkplain #close() closed}: what was accepted before can still be got, everything else is refused, and
         * no thread waits.
         */
        CLOSEABLE
    }

    /** What it promises. Nothing is a possible answer. */
    Set<Promise> promises();

    /** Whether one thread at a time may call {@link #poll} and {@link #take}. Then no test has two that do. */
    default boolean hasOneTaker() {
        return false;
    }

    /** Puts a message in without waiting. False if it was not accepted. */
    boolean offer(Object message);

    /** Takes a message out without waiting. Null if there is none. */
    @Nullable
    Object poll();

    /** Puts a message in, and waits for a free place if there is none. False if it was not accepted, since the queue is closed. */
    default boolean put(Object message) throws InterruptedException {
        throw new UnsupportedOperationException("it does not promise to block");
    }

    /** Takes a message out, and waits for one if there is none. Null if none will come, since it is closed. */
    default @Nullable Object take() throws InterruptedException {
        throw new UnsupportedOperationException("it does not promise to block");
    }

    /** Accepts nothing from now on, and ends all waits. */
    default void close() {
        throw new UnsupportedOperationException("it does not promise to close");
    }
}
