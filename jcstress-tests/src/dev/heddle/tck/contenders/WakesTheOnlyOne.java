package dev.heddle.tck.contenders;

import dev.heddle.tck.HandoffUnderTest;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Broken on purpose, in a way that only three threads can show: a producer wakes a waiting taker only if it is the only one. Of two that
 * wait, none is woken, forever.
 */
public final class WakesTheOnlyOne implements HandoffUnderTest {
    private final Queue<Object> messages = new ConcurrentLinkedQueue<>();
    private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

    @Override
    public Set<Promise> promises() {
        return Set.of(Promise.FIFO_PER_PRODUCER, Promise.BLOCKING);
    }

    @Override
    public boolean offer(Object message) {
        messages.add(message);
        Thread next = waiting.peek();
        if (next != null && waiting.size() == 1) {
            LockSupport.unpark(next);
        }
        return true;
    }

    @Override
    public boolean put(Object message) {
        return offer(message);
    }

    @Override
    public @Nullable Object poll() {
        return messages.poll();
    }

    @Override
    public Object take() throws InterruptedException {
        Thread self = Thread.currentThread();
        waiting.add(self);
        try {
            for (Object message = messages.poll(); ; message = messages.poll()) {
                if (message != null) {
                    return message;
                }
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            waiting.remove(self);
        }
    }
}
