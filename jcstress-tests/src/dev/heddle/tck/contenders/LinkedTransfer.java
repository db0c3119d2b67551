package dev.heddle.tck.contenders;

import dev.heddle.tck.HandoffUnderTest;
import java.util.Set;
import java.util.concurrent.LinkedTransferQueue;
import org.jspecify.annotations.Nullable;

/** {@link LinkedTransferQueue}: unbounded; takers may wait. */
public final class LinkedTransfer implements HandoffUnderTest {
    private final LinkedTransferQueue<Object> queue = new LinkedTransferQueue<>();

    @Override
    public Set<Promise> promises() {
        return Set.of(Promise.FIFO_PER_PRODUCER, Promise.BLOCKING);
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
    public Object take() throws InterruptedException {
        return queue.take();
    }
}
