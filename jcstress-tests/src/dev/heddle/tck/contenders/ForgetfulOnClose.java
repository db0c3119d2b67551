package dev.heddle.tck.contenders;

import dev.heddle.tck.HandoffUnderTest;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Broken on purpose: a flag next to the queue. It is checked before a message is put in, so a message may get in after a close
 * that has let go of everything already: accepted, and never to be got.
 */
public final class ForgetfulOnClose implements HandoffUnderTest {
    private final ConcurrentLinkedQueue<Object> queue = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private volatile boolean drained;

    @Override
    public Set<Promise> promises() {
        return Set.of(Promise.FIFO_PER_PRODUCER, Promise.CLOSEABLE);
    }

    @Override
    public boolean offer(Object message) {
        return !closed && queue.offer(message);
    }

    @Override
    public @Nullable Object poll() {
        Object message = drained ? null : queue.poll();
        drained |= closed && message == null;
        return message;
    }

    @Override
    public void close() {
        closed = true;
        drained = queue.isEmpty();
    }
}
