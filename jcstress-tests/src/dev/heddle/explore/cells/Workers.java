package dev.heddle.explore.cells;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** Starts a thread for each task, and waits for all of them in the end. */
final class Workers implements Executor {
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    @Override
    public void execute(Runnable task) {
        unstarted(task).start();
    }

    /** A thread for a task that the caller starts. */
    Thread unstarted(Runnable task) {
        Thread thread = new Thread(task, "worker");
        threads.add(thread);
        return thread;
    }

    /** Waits until all that were started have ended, and those that they started. */
    void join() {
        for (Thread thread = threads.poll(); thread != null; thread = threads.poll()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError("was interrupted", e);
            }
        }
    }
}
