package dev.heddle.tck.contenders;

import dev.heddle.tck.HandoffUnderTest;
import java.util.Set;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;

/** Agrona's array queue for many producers and one consumer. */
public final class AgronaManyToOne implements HandoffUnderTest {
    private final ManyToOneConcurrentArrayQueue<Object> queue;

    /** @param capacity how many messages it holds */
    public AgronaManyToOne(int capacity) {
        queue = new ManyToOneConcurrentArrayQueue<>(capacity);
    }

    @Override
    public Set<Promise> promises() {
        return Set.of(Promise.FIFO_PER_PRODUCER, Promise.BOUNDED);
    }

    @Override
    public boolean hasOneTaker() {
        return true;
    }

    @Override
    public boolean offer(Object message) {
        return queue.offer(message);
    }

    @Override
    public @Nullable Object poll() {
        return queue.poll();
    }
}
