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
public final class Newcomers {
    /** Long enough for a carrier with nothing else to do to look for work outside its own queue. */
    private static final long PAUSE_NANOS = 100_000;

    private static final VarHandle ANNOUNCED = Handles.of(MethodHandles.lookup(), "announced", long.class);
    private static final VarHandle ARRIVED = Handles.of(MethodHandles.lookup(), "arrived", long.class);

    /** Only grows. Never less than {@link #arrived}, since nobody arrives unannounced. */
    @SuppressWarnings("unused") // through ANNOUNCED
    private volatile long announced;

    /** Only grows. */
    @SuppressWarnings("unused") // through ARRIVED
    private volatile long arrived;

    /** Who gives way now. */
    private final Queue<Thread> giving = new ConcurrentLinkedQueue<>();

    /** A thread is about to be started, or others to be woken. To be followed by {@link #arrived}, on that thread or if it failed. */
    public void announce() {
        ANNOUNCED.getAndAdd(this, 1L);
    }

    /** One that was announced is running, or will never come. */
    public void arrived() {
        ARRIVED.getAndAdd(this, 1L);
        for (Thread next = giving.poll(); next != null; next = giving.poll()) {
            LockSupport.unpark(next);
        }
    }

    /** How many have arrived so far. */
    public long arrivals() {
        return arrived;
    }

    /**
     * Whether somebody waits, and nobody has arrived since.
     *
     * @param since the {@link #arrivals} when the caller looked last
     */
    public boolean areKeptWaiting(long since) {
        return arrived == since && announced != since;
    }

    /**
     * Waits while somebody {@linkplain #areKeptWaiting is kept waiting}. An interrupt does not end the wait; it is kept for the
     * caller to see.
     *
     * @param since the {@link #arrivals} when the caller looked last
     */
    public void giveWay(long since) {
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        while (areKeptWaiting(since)) {
            // Each time anew: one that was counted before we looked may find us only now, and take us out.
            giving.add(self);
            if (areKeptWaiting(since)) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            giving.remove(self);
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
    public void pause() {
        announce();
        LockSupport.parkNanos(this, PAUSE_NANOS);
        arrived();
    }
}
