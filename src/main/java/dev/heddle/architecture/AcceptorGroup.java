package dev.heddle.architecture;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.net.AcceptQueues;
import dev.heddle.net.Acceptor;
import dev.heddle.net.Connection;
import dev.heddle.net.Listener;
import dev.heddle.net.ServerContext;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** The acceptors of a server and the sockets that they accept from: how they start, and how all of them end. */
final class AcceptorGroup {
    /** An acceptor is woken by its socket and its gate; but in single-threaded it may wait for a slow handler. */
    private static final long MAX_STOP_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Waited for even if the timeout is shorter: no other socket can listen on the port before the kernel has released these. */
    private static final long RELEASE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How long connections that the kernel has queued may keep the sockets open. */
    private static final long MAX_QUEUE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The same on a shared port, where connections that are lost here would have found another process. */
    private static final long MAX_SHARED_QUEUE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ServerContext context;
    private final List<Listener> listeners;
    private final List<Acceptor> acceptors;

    /** The acceptors that have not ended yet. */
    private final ClosableSet<Acceptor> accepting = new ClosableSet<>();

    AcceptorGroup(ServerContext context, List<Listener> listeners, List<Acceptor> acceptors) {
        this.context = context;
        this.listeners = listeners;
        this.acceptors = acceptors;
    }

    /** A group of one acceptor on one socket. */
    static AcceptorGroup ofOne(ServerContext context, Listener listener) {
        return new AcceptorGroup(context, List.of(listener), List.of(new Acceptor(0, listener, context)));
    }

    /** The first of the listeners; all of them have the same address. */
    Listener listener() {
        return listeners.getFirst();
    }

    /** Starts a thread for each acceptor. The thread runs the task, which calls {@link #ended} when it accepts no more. */
    void start(Consumer<Acceptor> task) {
        acceptors.forEach(accepting::add);
        for (Acceptor acceptor : acceptors) {
            start(acceptor, first -> {
                first.warmUp();
                task.accept(first);
            });
        }
    }

    /** Starts a thread that runs the task for an acceptor that has not ended. */
    void start(Acceptor acceptor, Consumer<Acceptor> task) {
        context.threads().startAcceptor(acceptor.index(), () -> task.accept(acceptor));
    }

    /** Starts a thread for each acceptor, which accepts until the server closes and starts a thread for each connection. */
    void startAcceptingAll(Function<Connection, Runnable> task) {
        start(acceptor -> {
            acceptor.acceptAll(connection -> context.threads().startConnection(connection, task.apply(connection)));
            ended(acceptor);
        });
    }

    /** Notes that an acceptor accepts no more. */
    void ended(Acceptor acceptor) {
        accepting.remove(acceptor);
    }

    /**
     * Closes the sockets, which is the only safe way to wake acceptors, and waits for them to end, at most until the timeout. An
     * acceptor that ends later admits nothing. When this returns the port is free, which may take a second more, and clients cannot
     * connect any more.
     */
    void stop(long timeoutNanos) {
        long end = System.nanoTime() + timeoutNanos;
        accepting.close();
        if (timeoutNanos > 0 && accepting.size() > 0) {
            long longest = context.options().sharePort() ? MAX_SHARED_QUEUE_NANOS : MAX_QUEUE_NANOS;
            AcceptQueues.awaitEmpty(listeners, context, Math.min(timeoutNanos, longest));
        }
        context.lifecycle().endReplies(); // Before clients can notice that nobody listens.
        listeners.forEach(Listener::close);
        context.endReplies();
        context.threads().nudgeScheduler();
        long deadline = System.nanoTime() + RELEASE_NANOS;
        listeners.forEach(listener -> listener.awaitReleased(deadline - System.nanoTime()));
        accepting.awaitEmpty(Math.min(end - System.nanoTime(), MAX_STOP_NANOS));
    }
}
