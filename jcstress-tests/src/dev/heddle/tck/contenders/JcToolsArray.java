package dev.heddle.tck.contenders;

import dev.heddle.tck.HandoffUnderTest;
import java.util.Set;
import org.jctools.queues.MpmcArrayQueue;
import org.jspecify.annotations.Nullable;

/** JCTools' {@link MpmcArrayQueue}: bounded; no thread waits. */
public final class JcToolsArray implements HandoffUnderTest {
    private final MpmcArrayQueue<Object> queue;

    /** @param capacity how much it holds, a power of two */
    public JcToolsArray(int capacity) {
        queue = new MpmcArrayQueue<>(capacity);
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
