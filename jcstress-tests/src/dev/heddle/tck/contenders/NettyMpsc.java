package dev.heddle.tck.contenders;

import dev.heddle.tck.HandoffUnderTest;
import io.netty.util.internal.PlatformDependent;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The queue of tasks of Netty's event loops: its copy of JCTools' linked arrays, for many producers and one consumer. */
public final class NettyMpsc implements HandoffUnderTest {
    private final Queue<Object> queue = PlatformDependent.newMpscQueue(2, 4);

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
