package dev.heddle.tck.contenders;

import dev.heddle.tck.HandoffUnderTest;
import java.util.Set;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;
import org.jspecify.annotations.Nullable;

/** Agrona's array queue for many producers and many consumers. */
public final class AgronaManyToMany implements HandoffUnderTest {
    private final ManyToManyConcurrentArrayQueue<Object> queue;

    /** @param capacity how many messages it holds */
    public AgronaManyToMany(int capacity) {
        queue = new ManyToManyConcurrentArrayQueue<>(capacity);
    }

    @Override
    public Set<Promise> promises() {
        return Set.of(Promise.FIFO_PER_PRODUCER, Promise.BOUNDED);
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
