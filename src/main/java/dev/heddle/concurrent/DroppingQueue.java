package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue with one consumer that drops and counts elements instead of letting a producer wait: for the lines of an access log.
 *
 * <p><b>States.</b> OPEN, then CLOSED. An element has a size, and is added only if that could be acquired from a {@link Quota}; the size is
 * released when the element is removed, so the elements in the queue are never larger than the capacity. Each element that is offered is
 * removed by the consumer, or dropped and counted, exactly once. In a closed queue there is none for long: it is dropped by the thread
 * that closes, or by the one that has added it.
 *
 * <p><b>Threads.</b> Any thread offers, and drops what it does not even offer. One thread at a time polls and waits. Any thread closes.
 *
 * <p><b>Ordering.</b> A producer adds, then looks whether the queue is closed (MUTANTS.md 165); a closing thread marks it closed, then
 * removes what is there (MUTANTS.md 166): one of them sees what the other has done. The JDK's queue publishes an element. The number of
 * dropped ones grows by an atomic addition (MUTANTS.md 167). The consumer is not woken for an element, but when half of the capacity is used: it
 * says that it waits, then looks how much is used; a producer acquires, then looks whether it waits.
 *
 * <p>No method but {@link #offer} allocates, so that counting goes on when the heap is full.
 *
 * @param <T> the elements
 */
public final class DroppingQueue<T> {
    private static final VarHandle DROPPED = VarHandles.of(MethodHandles.lookup(), "dropped", long.class);
    private static final VarHandle WAITING = VarHandles.of(MethodHandles.lookup(), "waiting", Thread.class);

    private final long capacity;
    private final Quota quota;
    private final ConcurrentLinkedQueue<Element<T>> elements = new ConcurrentLinkedQueue<>();

    /** The number of elements dropped so far. Grows only. */
    private volatile long dropped;

    /** Whether it is closed. Set once. */
    private volatile boolean closed;

    /** The consumer, while it waits. The thread that clears it by CAS unparks it. */
    private volatile @Nullable Thread waiting;

    private record Element<T>(T value, long size) {}

    /** @param capacity the size of all elements together, at most */
    public DroppingQueue(long capacity) {
        this.capacity = capacity;
        this.quota = new Quota(capacity);
    }

    /** Adds an element, or drops it if there is no room or the queue is closed. Never blocks. */
    public void offer(T value, long size) {
        if (closed || !quota.tryAcquire(size)) {
            drop(1);
            return;
        }
        try {
            elements.add(new Element<>(value, size));
        } catch (OutOfMemoryError e) {
            quota.release(size);
            drop(1);
            throw e;
        }
        if (closed) {
            dropRest();
        }
        if (quota.used() > capacity / 2) {
            wake();
        }
    }

    /** Whether an element of that size would fit now. */
    public boolean hasRoom(long size) {
        return quota.used() + size <= capacity;
    }

    /** Removes the oldest element. For the consumer. Null if there is none now. */
    public @Nullable T poll() {
        Element<T> element = elements.poll();
        if (element == null) {
            return null;
        }
        quota.release(element.size);
        return element.value;
    }

    /**
     * Waits until half of the capacity is used, until {@link #wake}, or for a time. For the consumer. May return for no reason.
     *
     * @param otherwise whether there is another reason not to wait, of which a thread that brings it about tells by {@link #wake}
     */
    public void await(long nanos, BooleanSupplier otherwise) {
        waiting = Thread.currentThread();
        if (quota.used() <= capacity / 2 && !otherwise.getAsBoolean()) {
            Parking.parkNanos(this, nanos);
        }
        waiting = null;
    }

    /** Ends the consumer's wait, if it waits. */
    public void wake() {
        Thread consumer = waiting;
        if (consumer != null && WAITING.compareAndSet(this, consumer, null)) {
            LockSupport.unpark(consumer);
        }
    }

    /** Counts elements that are dropped without having been offered, or after they were removed. */
    public void drop(long count) {
        DROPPED.getAndAdd(this, count);
    }

    /** The number of elements dropped so far. */
    public long dropped() {
        return dropped;
    }

    /** Closes the queue: what is in it, and what is offered from now on, is dropped. */
    public void close() {
        closed = true;
        dropRest();
    }

    private void dropRest() {
        while (poll() != null) {
            drop(1);
        }
    }
}
