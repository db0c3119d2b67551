package dev.heddle.lab.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One processor, and the threads that wait for it. */
final class Core {
    private final Deque<Worker> waiting = new ArrayDeque<>();
    private @Nullable Worker running;

    /** Counts the times that it became idle: which one a planned look at it was planned in. */
    private long idleTimes;

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

    void add(Worker worker) {
        if (running == null) {
            start(worker);
        } else {
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
        worker.runOn(this);
    }
}
