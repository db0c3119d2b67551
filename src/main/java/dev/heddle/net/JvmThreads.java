package dev.heddle.net;

import dev.heddle.carrier.Carrier;
import dev.heddle.concurrent.StarvationGuard;
import dev.heddle.metrics.ServerStats.WorkerStats;
import dev.heddle.options.CarrierThreads;
import dev.heddle.options.Scheduler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Threads on the JVM's carriers.
 *
 * <p>Acceptors, connections and rejections are started through the {@link StarvationGuard}, so that they begin to run however busy
 * the carriers are. This is the only class that starts such threads, and the only one, besides {@link TimeSlice}, that knows the
 * guard.
 */
final class JvmThreads extends ServerThreads {
    private static final ThreadFactory CONNECTIONS = named(CONNECTION);
    private static final ThreadFactory REJECTIONS = named(REJECTION);
    private static final ThreadFactory NUDGES = named("heddle-nudge");
    private static final ThreadFactory READ_AHEADS = named(READ_AHEAD);
    private static final ThreadFactory CANCELS = named(CANCEL);
    private static final ThreadFactory MESSAGES = named(MESSAGE);

    private final StarvationGuard starvation = new StarvationGuard();

    @Override
    public Scheduler scheduler() {
        return Scheduler.JVM;
    }

    @Override
    public int carriers() {
        return CarrierThreads.count();
    }

    @Override
    StarvationGuard starvation() {
        return starvation;
    }

    @Override
    public void start() {}

    @Override
    @Nullable
    Carrier carrierOf(Socket accepted) {
        return null;
    }

    @Override
    public void startAcceptor(int index, Runnable task) {
        starvation.start(named(acceptorName(index)), task);
    }

    @Override
    public void startConnection(Connection connection, Runnable task) {
        starvation.start(CONNECTIONS, task);
    }

    @Override
    void startRejection(Connection rejected, Runnable task) {
        starvation.start(REJECTIONS, task);
    }

    @Override
    void startReadAhead(Runnable task) {
        starvation.start(READ_AHEADS, task);
    }

    @Override
    void startCancel(Runnable task) {
        starvation.start(CANCELS, task);
    }

    /**
     * They are in the scheduler's external queue, and the thread started here queues there after them. Busy carriers yield to it, and
     * reach the others first.
     */
    @Override
    public void nudgeScheduler() {
        try {
            starvation.start(NUDGES, () -> {});
        } catch (OutOfMemoryError e) {
            // Without a thread to nudge with, they run when a carrier has nothing else to do.
        }
    }

    /**
     * {@inheritDoc} It does not use the guard: the thread that starts a message runs on a carrier, waits for messages soon after, and
     * so lets the message begin.
     */
    @Override
    public Executor messages() {
        return task -> MESSAGES.newThread(task).start();
    }

    /** {@inheritDoc} The same: on carriers that steal, no connection waits for one of them. */
    @Override
    public Executor longMessages() {
        return messages();
    }

    @Override
    void yieldAfterComputation() {
        starvation.yieldToExternal();
    }

    @Override
    ListeningSocket listen(InetSocketAddress address, int backlog, boolean shared) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            // A restarted server need not wait until the kernel has forgotten its predecessor's connections.
            socket.setReuseAddress(true);
            if (shared) {
                requireReusePort(socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT));
                socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            socket.bind(address, backlog);
            return ListeningSocket.of(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public List<WorkerStats> workers() {
        return List.of();
    }

    @Override
    public void sample() {}

    @Override
    public void close() {}

    @Override
    public void awaitEnded() {}

    /** Threads of one name: a number in the name would cost each connection 64 bytes, and tell less than the thread's own. */
    private static ThreadFactory named(String name) {
        return Thread.ofVirtual()
                .name(name)
                .inheritInheritableThreadLocals(false)
                .uncaughtExceptionHandler(JvmThreads::reportUncaught)
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
