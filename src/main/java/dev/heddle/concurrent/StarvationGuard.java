package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that were started, or woken from outside, and have not run yet. Those who serve look here between two messages, and
 * give way if a newcomer is kept waiting.
 *
 * <pre>
 *   announce() ──► waiting ── arrived() ──► running
 * </pre>
 *
 * <p>Without that a newcomer may wait for as long as the load lasts. JDK 25 puts every virtual thread that is started into the
 * scheduler's external queues ({@code VirtualThread.start}), and JDK 21 and 25 every one that a platform thread wakes. A carrier
 * looks there when its own queue is empty, and that of a busy one is not: those whom it serves wait for their next messages,
 * and the poller, which is in the same queue, puts them back there.
 *
 * <p>Who gives way waits until the next newcomer has arrived, who wakes all of them: into the carriers' own queues again, as it runs
 * on a carrier. When all who serve give way, those queues are empty, and the newcomer comes in.
 *
 * <pre>
 *   who gives way:  announce itself (queue) ─► look again (arrived) ─► park
 *   who arrives:    count (arrived) ─► look who gives way ─► unpark
 * </pre>
 */
public final class StarvationGuard {
    /** Long enough for a carrier with nothing else to do to look for work outside its own queue. */
    private static final long PAUSE_NANOS = 100_000;

    private static final VarHandle PENDING = VarHandles.of(MethodHandles.lookup(), "pending", long.class);
    private static final VarHandle STARTED = VarHandles.of(MethodHandles.lookup(), "started", long.class);

    /** Only grows. Never less than {@link #started}, since nobody arrives unannounced. */
    @SuppressWarnings("unused") // through ANNOUNCED
    private volatile long pending;

    /** Only grows. */
    @SuppressWarnings("unused") // through ARRIVED
    private volatile long started;

    /** Who gives way now. */
    private final Queue<Thread> yielding = new ConcurrentLinkedQueue<>();

    /** A thread is about to be started, or others to be woken. To be followed by {@link #started}, on that thread or if it failed. */
    public void willStart() {
        PENDING.getAndAdd(this, 1L);
    }

    /** One that was announced is running, or will never come. */
    public void started() {
        STARTED.getAndAdd(this, 1L);
        for (Thread next = yielding.poll(); next != null; next = yielding.poll()) {
            LockSupport.unpark(next);
        }
    }

    /** How many have arrived so far. */
    public long startCount() {
        return started;
    }

    /**
     * Whether somebody waits, and nobody has arrived since.
     *
     * @param since the {@link #startCount} when the caller looked last
     */
    public boolean isStarving(long since) {
        return started == since && pending != since;
    }

    /**
     * Waits while somebody {@linkplain #isStarving is kept waiting}. An interrupt does not end the wait; it is kept for the
     * caller to see.
     *
     * @param since the {@link #startCount} when the caller looked last
     */
    public void yieldToPending(long since) {
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        while (isStarving(since)) {
            // Each time anew: one that was counted before we looked may find us only now, and take us out.
            yielding.add(self);
            if (isStarving(since)) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            yielding.remove(self);
        }
        if (interrupted) {
            self.interrupt();
        }
    }

    /**
     * Lets others in who were announced by nobody: those who wait for a poller that was woken from outside the carriers' own
     * queues. A yield would not do, as it comes back before the poller when there is nobody else in the queue. Who pauses is woken
     * from outside, too, and so is a newcomer itself. An interrupt ends the pause, and is kept for the caller to see.
     */
    public void yieldToExternal() {
        willStart();
        LockSupport.parkNanos(this, PAUSE_NANOS);
        started();
    }
}
