package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * A central queue of messages of which a bounded number run at a time, begun in the order in which they came.
 *
 * <p>While there is room, a message starts a worker; else it waits. A worker that has finished a message takes the next
 * waiting one itself, so a busy lane starts no threads.
 *
 * <p>One number decides it all: the load, messages waiting and running. Whoever brings the n-th message to a lane for c
 * claims the right to run one if n ≤ c; a worker that ends one claims the next if c or more remain. A message is in the queue
 * before it is in the load, and no more rights are claimed than messages were counted, so whoever claims finds one.
 */
public final class BoundedExecutor {
    private static final VarHandle LOAD = VarHandles.of(MethodHandles.lookup(), "load", int.class);

    private final String name;
    private final int limit;
    private final Executor workers;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /** Messages that wait or run. Those that run are {@code min(load, limit)}. */
    private volatile int load;

    private final LongAdder submitted = new LongAdder();

    /**
     * @param name for the reports
     * @param limit how many run at a time, at least 1
     * @param workers starts a thread for each task that it is given
     */
    public BoundedExecutor(String name, int limit, Executor workers) {
        if (limit < 1) {
            throw new IllegalArgumentException("a lane must let at least 1 message run, not " + limit);
        }
        this.name = name;
        this.limit = limit;
        this.workers = workers;
    }

    /**
     * Takes a message, which runs on a worker as soon as there is room.
     *
     * @param message must not throw
     */
    public void submit(Runnable message) {
        submitted.increment();
        waiting.add(message);
        if ((int) LOAD.getAndAdd(this, 1) < limit) {
            startWorker();
        }
    }

    private void startWorker() {
        try {
            workers.execute(this::work);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            // The right to run a message is claimed and must be used: whoever brought it does the work.
            work();
        }
    }

    private void work() {
        do {
            waiting.remove().run();
        } while ((int) LOAD.getAndAdd(this, -1) > limit);
    }

    /** For the reports. */
    public String name() {
        return name;
    }

    /** How many run at a time at most. */
    public int limit() {
        return limit;
    }

    /** How many run now. */
    public int running() {
        return Math.min(load, limit);
    }

    /** How many wait now. */
    public int waiting() {
        return Math.max(0, load - limit);
    }

    /** How many it took so far. */
    public long submitted() {
        return submitted.sum();
    }
}
