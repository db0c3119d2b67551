package dev.heddle.tck.contenders;

import dev.heddle.tck.HandoffUnderTest;
import java.util.Set;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/** JCTools' linked arrays for many producers and one consumer, as small as they get: each second message needs a new array. */
public final class JcToolsUnbounded implements HandoffUnderTest {
    private final MpscUnboundedArrayQueue<Object> queue = new MpscUnboundedArrayQueue<>(2);

    @Override
    public Set<Promise> promises() {
        return Set.of(Promise.FIFO_PER_PRODUCER);
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
