package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps threads that have been started, or unparked from outside, from starving while the carriers are busy.
 *
 * <h2>What the scheduler does</h2>
 *
 * A carrier runs the virtual threads in its own local queue, first in first out. It looks elsewhere, into the queues of other
 * carriers and into the external submission queue, only when its own is empty.
 *
 * <pre>
 *                  ┌───────────┐   start() on JDK 25; unpark() by a platform thread on 21 and 25
 *   external ────► │ P  P  P   │ ◄──── (the scheduler's external submission queues)
 *   queue          └─────┬─────┘
 *              looked at only when the local queue is empty
 *        ┌───────────────┴───────────────┐
 *   ┌────▼──────────────────┐    ┌───────▼───────────────┐
 *   │ carrier 0: c1 c2 poll │    │ carrier 1: c3 c4 c5   │   local queues: connections that are ready to run,
 *   └───────────────────────┘    └───────────────────────┘   and the read poller, itself a virtual thread
 * </pre>
 *
 * <h2>How a thread starves, in three frames</h2>
 *
 * <pre>
 *   1   local: c1 c2 poll    external: P    c1 serves a message, blocks in read, registers with the poller
 *   2   local: c2 poll       external: P    c2 does the same
 *   3   local: poll          external: P    the poller finds c1 and c2 readable and unparks them: local: c1 c2 poll again
 * </pre>
 *
 * The local queue is never empty, so P, a new connection or an acceptor that a closing server woke, waits for as long as the load
 * lasts. (JDK 25 puts every started virtual thread into an external queue, {@code VirtualThread.start}; JDK 21 and 25 every virtual
 * thread that a platform thread unparks.)
 *
 * <h2>The guard</h2>
 *
 * The starting thread counts the thread as pending; the started one counts itself as started, first thing. A connection looks
 * between two messages: if some thread is pending and none has started since it looked last, it parks here. When all connections of a
 * carrier have parked, its local queue is empty, the carrier takes P from the external queue, and P, which runs on a carrier, unparks
 * them all: into local queues.
 *
 * <p>After a long computation a connection yields to external threads in any case: see {@link #yieldToExternal}.
 *
 * <p><b>States.</b> A started thread: {@code pending ── runs ──► started}. A yielding thread: {@code running ── enqueued in
 * yielding ──► parked ── unparked by a started thread ──► running}. No start is lost in the count (MUTANTS.md 45).
 *
 * <p><b>Threads.</b> {@link #start} is called by acceptors, the watchdog and closing threads; {@link #startCount}, {@link #isStarving}
 * and the yields by threads that read connections.
 *
 * <p><b>Ordering.</b> A yielding thread enqueues itself, then rechecks the counts, then parks; a started thread counts itself, then
 * unparks the enqueued ones. Either side writes before it reads, both with volatile semantics, so at least one sees the other
 * (MUTANTS.md 46 and 47); it unparks all of them (MUTANTS.md 163). A thread that was counted earlier may still dequeue one that has
 * enqueued itself since (MUTANTS.md 48).
 *
 * <p>Its other steps are broken by MUTANTS.md 122, 123 and 124.
 */
public final class StarvationGuard {
    /** Long enough for a carrier whose local queue is empty to take a thread from the external queue. */
    private static final long PAUSE_NANOS = 100_000;

    private static final VarHandle PENDING = VarHandles.of(MethodHandles.lookup(), "pending", long.class);
    private static final VarHandle STARTED = VarHandles.of(MethodHandles.lookup(), "started", long.class);

    /** The number of threads counted by {@link #willStart}. Only grows; at least {@link #started}. */
    @SuppressWarnings("unused") // through PENDING
    private volatile long pending;

    /** The number of threads that have started to run. Only grows. */
    @SuppressWarnings("unused") // through STARTED
    private volatile long started;

    /** The threads that are parked in {@link #yieldToPending}, or about to be. */
    private final Queue<Thread> yielding = new ConcurrentLinkedQueue<>();

    /**
     * Starts a thread that is counted as pending until it runs.
     *
     * @param threads makes the thread
     * @param task what it runs
     * @throws OutOfMemoryError if no thread can be started; nothing is pending then
     */
    public void start(ThreadFactory threads, Runnable task) {
        willStart();
        try {
            threads.newThread(() -> {
                        started();
                        task.run();
                    })
                    .start();
        } catch (RuntimeException | Error e) {
            started(); // It never will, and no thread must wait for it.
            throw e;
        }
    }

    /** Counts a thread as pending. To be followed by {@link #started}, on that thread or if it failed to start. */
    public void willStart() {
        PENDING.getAndAdd(this, 1L);
    }

    /** Counts a pending thread as started, and unparks the threads that yield to it. */
    public void started() {
        STARTED.getAndAdd(this, 1L);
        for (Thread next = yielding.poll(); next != null; next = yielding.poll()) {
            LockSupport.unpark(next);
        }
    }

    /** The number of threads that have started so far. */
    public long startCount() {
        return started;
    }

    /**
     * Whether a thread is pending, and none has started since the caller looked last.
     *
     * @param since the {@link #startCount} when the caller looked last
     */
    public boolean isStarving(long since) {
        return started == since && pending != since;
    }

    /**
     * Parks while a pending thread {@linkplain #isStarving starves}. An interrupt does not end the wait; the interrupt flag is restored
     * afterwards.
     *
     * @param since the {@link #startCount} when the caller looked last
     */
    public void yieldToPending(long since) {
        Thread self = Thread.currentThread();
        boolean interrupted = false;
        while (isStarving(since)) {
            // Enqueued anew each time: a thread that was counted before this check may have dequeued us only now.
            yielding.add(self);
            if (isStarving(since)) {
                Parking.park(this);
                interrupted |= Thread.interrupted();
            }
            yielding.remove(self);
        }
        if (interrupted) {
            self.interrupt();
        }
    }

    /**
     * Lets threads run that nobody has counted as pending: those that wait for a poller which was unparked from outside the carriers.
     * A yield would not do: with an empty local queue the yielding thread runs again before the poller. The caller itself is pending
     * while it parks, as a timer unparks it from outside. An interrupt ends the pause, and stays set.
     */
    public void yieldToExternal() {
        willStart();
        Parking.parkNanos(this, PAUSE_NANOS);
        started();
    }
}
