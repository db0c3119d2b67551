package dev.heddle.tck.contenders;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import dev.heddle.tck.HandoffUnderTest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The Disruptor's ring buffer for many producers, read by a poller that takes one event at a time. */
public final class DisruptorRing implements HandoffUnderTest {
    private final RingBuffer<Slot> ring;
    private final EventPoller<Slot> poller;

    private static final class Slot {
        private @Nullable Object message;
    }

    /** @param capacity how many messages it holds, a power of two */
    public DisruptorRing(int capacity) {
        ring = RingBuffer.createMultiProducer(Slot::new, capacity, new YieldingWaitStrategy());
        poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
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
        try {
            long sequence = ring.tryNext();
            ring.get(sequence).message = message;
            ring.publish(sequence);
            return true;
        } catch (InsufficientCapacityException full) {
            return false;
        }
    }

    @Override
    public @Nullable Object poll() {
        @Nullable Object[] taken = new @Nullable Object[1];
        try {
            poller.poll((slot, sequence, endOfBatch) -> {
                taken[0] = slot.message;
                return false;
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return taken[0];
    }
}
