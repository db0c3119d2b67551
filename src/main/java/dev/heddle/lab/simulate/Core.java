package dev.heddle.lab.simulate;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One processor, and the threads that wait for it: the one that has had the least time comes next. */
final class Core {
    private final Queue<Worker> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Worker::used).thenComparingLong(Worker::turn));
    private @Nullable Worker running;

    /** Counts the times that it became idle: which one a planned look at it was planned in. */
    private long idleTimes;

    /** How much time those have had that began to run on it, at most. */
    private long used;

    private long turns;

    boolean isIdle() {
        return running == null;
    }

    boolean isContended() {
        return !waiting.isEmpty();
    }

    int length() {
        return waiting.size() + (running == null ? 0 : 1);
    }

    long idleTimes() {
        return idleTimes;
    }

    /** How much time threads have had that ran on it: who has slept meanwhile has not saved all of it. */
    long used() {
        return used;
    }

    @Nullable
    Worker running() {
        return running;
    }

    void add(Worker worker) {
        if (running == null) {
            start(worker);
        } else {
            worker.queued(turns++);
            waiting.add(worker);
        }
    }

    /** The thread that runs gives it up. Returns whether the core is idle now. */
    boolean release() {
        running = null;
        Worker next = waiting.poll();
        if (next != null) {
            start(next);
            return false;
        }
        idleTimes++;
        return true;
    }

    /** A thread that waits, and may run elsewhere; null if there is none. */
    @Nullable
    Worker steal() {
        return waiting.poll();
    }

    private void start(Worker worker) {
        running = worker;
        used = Math.max(used, worker.used());
        worker.runOn(this);
    }
}
