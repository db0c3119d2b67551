package dev.heddle.tck.contenders;

import dev.heddle.tck.HandoffUnderTest;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/** {@link ArrayBlockingQueue}: bounded and blocking. */
public final class ArrayBlocking implements HandoffUnderTest {
    private final ArrayBlockingQueue<Object> queue;

    /** @param capacity how much it holds */
    public ArrayBlocking(int capacity) {
        queue = new ArrayBlockingQueue<>(capacity);
    }

    @Override
    public Set<Promise> promises() {
        return Set.of(Promise.FIFO_PER_PRODUCER, Promise.BOUNDED, Promise.BLOCKING);
    }

    @Override
    public boolean offer(Object message) {
        return queue.offer(message);
    }

    @Override
    public @Nullable Object poll() {
        return queue.poll();
    }

    @Override
    public boolean put(Object message) throws InterruptedException {
        queue.put(message);
        return true;
    }

    @Override
    public Object take() throws InterruptedException {
        return queue.take();
    }
}
