package dev.heddle.architecture;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.net.Acceptor;
import dev.heddle.net.Connection;
import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The acceptors of a server and the sockets that they accept from: how they begin, and how all of them end. */
final class AcceptorGroup {
    /** An acceptor is woken from its socket and its gate; but the single thread's may be behind a slow handler. */
    private static final long MAX_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** However little patience is left: nobody can listen there again before the kernel has forgotten the sockets. */
    private static final long RELEASE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ServerContext context;
    private final List<Listener> listeners;
    private final List<Acceptor> acceptors;

    /** Those that have not ended yet. */
    private final ClosableSet<Acceptor> accepting = new ClosableSet<>();

    AcceptorGroup(ServerContext context, List<Listener> listeners, List<Acceptor> acceptors) {
        this.context = context;
        this.listeners = listeners;
        this.acceptors = acceptors;
    }

    /** The one address of all the listeners. */
    Listener listener() {
        return listeners.getFirst();
    }

    /** Starts a thread for each, which runs the task until that calls {@link #ended}. */
    void start(Consumer<Acceptor> task) {
        acceptors.forEach(accepting::add);
        for (Acceptor acceptor : acceptors) {
            start(acceptor, first -> {
                first.warmUp();
                task.accept(first);
            });
        }
    }

    /** Starts a thread for one that has not ended, which runs the task. */
    void start(Acceptor acceptor, Consumer<Acceptor> task) {
        ServerThreads.startAcceptor(
                acceptor.index(),
                () -> {
                    context.starvation().started();
                    task.accept(acceptor);
                },
                context.starvation());
    }

    /** Starts a thread for each, which accepts until the server closes and starts a thread for every connection. */
    void startAcceptingAll(Function<Connection, Thread> thread) {
        start(acceptor -> {
            acceptor.acceptAll(connection -> ServerThreads.start(thread.apply(connection), context.starvation()));
            ended(acceptor);
        });
    }

    /** Says that an acceptor accepts no more. */
    void ended(Acceptor acceptor) {
        accepting.remove(acceptor);
    }

    /**
     * Closes the sockets, which is the one thing that wakes acceptors without harm, and waits for them to end, at most so long.
     * One that ends later lets nobody in. Nobody can connect any more when this returns, and the port is free.
     */
    void stop(long patienceNanos) {
        accepting.close();
        listeners.forEach(Listener::close);
        context.nudgeScheduler();
        long until = System.nanoTime() + RELEASE_PATIENCE_NANOS;
        listeners.forEach(listener -> listener.awaitReleased(until - System.nanoTime()));
        accepting.awaitEmpty(Math.min(patienceNanos, MAX_PATIENCE_NANOS));
    }
}
