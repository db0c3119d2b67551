package dev.heddle.net;

import dev.heddle.carrier.Carrier;
import dev.heddle.carrier.CustomScheduling;
import dev.heddle.concurrent.StarvationGuard;
import dev.heddle.metrics.ServerEvents;
import dev.heddle.metrics.ServerStats.WorkerStats;
import dev.heddle.options.Scheduler;
import dev.heddle.options.ServerOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Starts the threads of one server, and opens the sockets that they wait for. All are virtual: a thread that blocks does not block
 * its carrier. Whose carriers those are is the choice of the {@link ServerOptions#scheduler}.
 */
public abstract sealed class ServerThreads permits JvmThreads, OwnThreads {
    static final String CONNECTION = "heddle-connection";
    static final String REJECTION = "heddle-rejection";
    static final String READ_AHEAD = "heddle-read-ahead";
    static final String CANCEL = "heddle-cancel";
    static final String MESSAGE = "heddle-message";

    /** The context class loader of the thread that started the server. Set once, before any thread of the server starts. */
    private final AtomicReference<@Nullable ClassLoader> contextClassLoader = new AtomicReference<>();

    /** One for all connections. */
    private final Executor cancels = this::startCancel;

    ServerThreads() {}

    /**
     * The threads of a new server: on carriers of its own if that is chosen and this JVM has a way, else on the JVM's.
     *
     * @throws IOException if the carriers cannot be opened
     */
    public static ServerThreads open(ServerOptions options, ServerEvents events) throws IOException {
        boolean own = options.scheduler() == Scheduler.OWN
                && CustomScheduling.whyNot().isEmpty();
        return own ? OwnThreads.of(options, events) : new JvmThreads();
    }

    static String acceptorName(int index) {
        return "heddle-acceptor-" + index;
    }

    /** Which scheduler it is. */
    public abstract Scheduler scheduler();

    /** How many carriers there are. */
    public abstract int carriers();

    /**
     * Why the threads are not on the scheduler that was chosen, and what to do about it; empty if they are.
     *
     * @param chosen the scheduler
     */
    public Optional<String> advice(Scheduler chosen) {
        return chosen == scheduler() ? Optional.empty() : CustomScheduling.whyNot();
    }

    /** Remembers the calling thread's context class loader for the program's code. On the thread that starts the server. */
    public void keepContextClassLoader() {
        contextClassLoader.setPlain(Thread.currentThread().getContextClassLoader());
    }

    /**
     * Gives the calling thread the class loader that {@link #keepContextClassLoader} has remembered: services and resources of the
     * program are looked up through it, and the JDK gives a virtual thread the system class loader. Before the program's code is
     * called, each time, as that may have set another one.
     */
    public void applyContextClassLoader() {
        ClassLoader loader = contextClassLoader.getPlain();
        Thread thread = Thread.currentThread();
        // A write costs a fence of the collector, for each message.
        if (!Objects.equals(thread.getContextClassLoader(), loader)) {
            thread.setContextClassLoader(loader);
        }
    }

    /** Starts the carriers, if they are the server's own: before any other thread. */
    public abstract void start();

    /** The carrier that an accepted socket is on, if it is one of the server's own; else null. */
    abstract @Nullable Carrier carrierOf(Socket accepted);

    /** Starts the thread of an acceptor. */
    public abstract void startAcceptor(int index, Runnable task);

    /** Starts the thread that reads a connection. On the acceptor's thread. */
    public abstract void startConnection(Connection connection, Runnable task);

    /** Starts a thread that sends an error reply to one rejected client, on the acceptor's thread. */
    abstract void startRejection(Connection rejected, Runnable task);

    /** Starts a thread that waits for input while a handler runs. */
    abstract void startReadAhead(Runnable task);

    /** Starts a thread that runs what a handler wants to be run when its reply is not wanted any more. */
    abstract void startCancel(Runnable task);

    /** An executor that starts such a thread for each task. */
    final Executor cancels() {
        return cancels;
    }

    /** Makes sure that threads which a platform thread has just unparked get to run, however busy the carriers are. */
    public abstract void nudgeScheduler();

    /** An executor that starts a thread for each message. For threads on a carrier. */
    public abstract Executor messages();

    /**
     * An executor that starts a thread for each message that computes for long. What runs on them does not keep a connection's own carrier
     * from reading.
     */
    public abstract Executor longMessages();

    /** The guard that threads consult between two messages. */
    abstract StarvationGuard starvation();

    /** Lets all other threads run, after a long computation. */
    abstract void yieldAfterComputation();

    /** Opens a socket that acceptors wait for on these threads. */
    abstract ListeningSocket listen(InetSocketAddress address, int backlog, boolean shared) throws IOException;

    static void requireReusePort(boolean supported) {
        if (!supported) {
            throw new UnsupportedOperationException(
                    "socket-sharded and a shared port need SO_REUSEPORT, which this platform does not have");
        }
    }

    /** The figures of the workers; empty if the JVM's carriers are not told apart. */
    public abstract List<WorkerStats> workers();

    /** Takes the samples of figures that cover a period. Called by the watchdog only. */
    public abstract void sample();

    /** Ends the carriers, if they are the server's own, when they have nothing left to run. */
    public abstract void close();

    /** Waits a moment until they have ended. Not for a thread on one of them. */
    public abstract void awaitEnded();
}
