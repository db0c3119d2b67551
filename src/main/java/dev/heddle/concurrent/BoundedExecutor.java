package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs tasks, a bounded number at a time, in the order in which they were submitted. A task starts a worker while fewer than the limit
 * run; after that it waits in a queue. A worker takes the next waiting task itself, so a busy executor starts no threads.
 *
 * <p><b>States.</b> One number decides: the load, waiting and running tasks together.
 *
 * <pre>
 *   load:      0 ─────────────────── limit ─────────────────── …
 *   submit()   claims a run: starts a worker    │ leaves the task in the queue
 *   worker     has no next task: ends           │ claims the next run: takes the next task
 * </pre>
 *
 * Runs are claimed by the counter, never more than the limit at a time (MUTANTS.md 27 and 30), and a claim is used even if no thread can
 * be started for it (MUTANTS.md 31). Tasks leave the queue in its order (MUTANTS.md 32).
 *
 * <p><b>Threads.</b> Any thread submits: dispatchers, and threads that have something to log. Workers run on threads of the executor that
 * was given.
 *
 * <p><b>Ordering.</b> A task is in the queue before it is counted, and there are no more claims than counted tasks, so a worker with a
 * claim finds a task (MUTANTS.md 29). A worker counts its task out and learns in the same step whether one is waiting (MUTANTS.md 28).
 * What the submitting thread wrote before is seen by the worker: the queue publishes it.
 *
 * <p>Its other steps are broken by MUTANTS.md 112.
 */
public final class BoundedExecutor {
    private static final VarHandle LOAD = VarHandles.of(MethodHandles.lookup(), "load", int.class);

    private final String name;
    private final int limit;
    private final Executor workers;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /** The number of tasks that wait or run; {@code min(load, limit)} of them run. Changed by an atomic addition only. */
    private volatile int load;

    private final LongAdder submitted = new LongAdder();

    /**
     * @param name for the statistics
     * @param limit how many tasks run at a time, at least 1
     * @param workers starts a thread for each task that it is given
     */
    public BoundedExecutor(String name, int limit, Executor workers) {
        if (limit < 1) {
            throw new IllegalArgumentException("the limit must be at least 1, not " + limit);
        }
        this.name = name;
        this.limit = limit;
        this.workers = workers;
    }

    /**
     * Enqueues a task, which runs on a worker as soon as fewer than the limit run.
     *
     * @param task must not throw
     */
    public void submit(Runnable task) {
        submitted.increment();
        waiting.add(task);
        if ((int) LOAD.getAndAdd(this, 1) < limit) {
            startWorker();
        }
    }

    private void startWorker() {
        try {
            workers.execute(this::work);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            // The run is claimed and must be used: the submitting thread does the work.
            work();
        }
    }

    private void work() {
        do {
            run(waiting.remove());
        } while ((int) LOAD.getAndAdd(this, -1) > limit);
    }

    /** A task that fails all the same, out of memory, ends neither its worker nor the tasks behind it. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            report(e);
        }
    }

    /** A report that fails, too, must not look to the submitting thread as if the task had not run. */
    private static void report(Throwable failure) {
        try {
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, failure);
        } catch (RuntimeException | Error e) {
            // There is not even the memory to report it.
        }
    }

    /** The name, for the statistics. */
    public String name() {
        return name;
    }

    /** The greatest number of tasks that run at a time. */
    public int limit() {
        return limit;
    }

    /** The number of running tasks. */
    public int running() {
        return Math.min(load, limit);
    }

    /** The number of waiting tasks. */
    public int waiting() {
        return Math.max(0, load - limit);
    }

    /** The number of tasks submitted so far. */
    public long submitted() {
        return submitted.sum();
    }
}
