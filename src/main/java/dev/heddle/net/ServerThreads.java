package dev.heddle.net;

import dev.heddle.concurrent.StarvationGuard;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Starts the threads of one server. All are virtual: a thread that blocks does not block its carrier.
 *
 * <p>Acceptors, connections and rejections are started through the {@link StarvationGuard}, so that they begin to run however busy
 * the carriers are. This is the only class that starts such threads, and the only one, besides {@link TimeSlice}, that knows the
 * guard.
 */
public final class ServerThreads {
    private static final ThreadFactory CONNECTIONS = named("heddle-connection");
    private static final ThreadFactory REJECTIONS = named("heddle-rejection");
    private static final ThreadFactory NUDGES = named("heddle-nudge");
    private static final ThreadFactory READ_AHEADS = named("heddle-read-ahead");
    private static final ThreadFactory CANCELS = named("heddle-cancel");
    private static final ThreadFactory MESSAGES = named("heddle-message");

    private final StarvationGuard starvation = new StarvationGuard();

    /** The guard that threads consult between two messages. */
    StarvationGuard starvation() {
        return starvation;
    }

    /** Starts the thread of an acceptor. */
    public void startAcceptor(int index, Runnable task) {
        starvation.start(named("heddle-acceptor-" + index), task);
    }

    /** Starts the thread that reads a connection. */
    public void startConnection(Runnable task) {
        starvation.start(CONNECTIONS, task);
    }

    /** Starts a thread that sends an error reply to one rejected client. */
    void startRejection(Runnable task) {
        starvation.start(REJECTIONS, task);
    }

    /** Starts a thread that waits for input while a handler runs. */
    void startReadAhead(Runnable task) {
        starvation.start(READ_AHEADS, task);
    }

    /** Starts a thread that runs what a handler wants to be run when its reply is not wanted any more. */
    void startCancel(Runnable task) {
        starvation.start(CANCELS, task);
    }

    /**
     * Makes sure that threads which a platform thread has just unparked get to run: they are in the scheduler's external queue, and
     * the thread started here queues there after them. Busy carriers yield to it, and reach the others first.
     */
    public void nudgeScheduler() {
        try {
            starvation.start(NUDGES, () -> {});
        } catch (OutOfMemoryError e) {
            // Without a thread to nudge with, they run when a carrier has nothing else to do.
        }
    }

    /**
     * An executor that starts a thread for each message. It does not use the guard: the thread that starts a message runs on a
     * carrier, waits for messages soon after, and so lets the message begin.
     */
    public Executor messages() {
        return task -> MESSAGES.newThread(task).start();
    }

    /** Threads of one name: a number in the name would cost each connection 64 bytes, and tell less than the thread's own. */
    private static ThreadFactory named(String name) {
        return Thread.ofVirtual()
                .name(name)
                .inheritInheritableThreadLocals(false)
                .uncaughtExceptionHandler(ServerThreads::reportUncaught)
                .factory();
    }

    /**
     * Does what the JDK does with a failure that ends a thread, but never fails itself. When the heap is full the JDK's report does, and
     * then the failure ends the carrier, too: the scheduler drops all virtual threads in the queue of a carrier that dies
     * ({@code ForkJoinPool.deregisterWorker}), and they never run again.
     */
    private static void reportUncaught(Thread thread, Throwable failure) {
        try {
            ThreadGroup group = thread.getThreadGroup();
            if (group != null) {
                group.uncaughtException(thread, failure);
            }
        } catch (Throwable e) {
            // There is not even the memory to report it.
        }
    }
}
