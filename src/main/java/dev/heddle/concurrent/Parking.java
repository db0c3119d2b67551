package dev.heddle.concurrent;

import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/**
 * How the cells wait when the heap may be full: no lack of memory ends a wait that another thread relies on. No cell: it has no state.
 */
final class Parking {
    private Parking() {}

    /**
     * Parks until unparked or interrupted, or returns for no reason, as every park may: it also does so if there is no memory to park with
     * (a virtual thread that parks moves its frames to the heap). The caller rechecks what it waits for.
     */
    static void park(Object blocker) {
        try {
            LockSupport.park(blocker);
        } catch (OutOfMemoryError e) {
            Thread.onSpinWait();
        }
    }

    /** The same for at most a time. */
    static void parkNanos(Object blocker, long nanos) {
        try {
            LockSupport.parkNanos(blocker, nanos);
        } catch (OutOfMemoryError e) {
            Thread.onSpinWait();
        }
    }

    /**
     * Enqueues a thread, for a wait that must not fail, or a task that must not be lost. Without memory it tries again until there is some: each attempt collects garbage
     * first, which takes so long that it is no busy loop.
     */
    static <T> void enqueue(Queue<T> queue, T element) {
        while (true) {
            try {
                queue.add(element);
                return;
            } catch (OutOfMemoryError e) {
                Thread.onSpinWait();
            }
        }
    }
}
