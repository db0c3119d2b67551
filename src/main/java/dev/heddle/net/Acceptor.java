package dev.heddle.net;

import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.options.OverloadPolicy;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections from a listener: accept, admit, register, start. Whatever goes wrong with one connection, it goes on
 * with the next; only a closing server ends it.
 *
 * <p>{@link #accept} runs on the acceptor's thread, one at a time.
 */
public final class Acceptor {
    private static final long FIRST_BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long REHEARSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int index;
    private final Listener listener;
    private final ServerContext context;
    private final ServerContext.Counters counters;

    /** Whether those without room wait, and are not refused. */
    private final boolean queuesWhenFull;

    /** Grows while accepting fails, until it succeeds. Only the acceptor's thread touches it. */
    private long backOffNanos = FIRST_BACK_OFF_NANOS;

    /**
     * @param index which of the server's acceptors it is, from 0
     * @param listener what it accepts from
     */
    public Acceptor(int index, Listener listener, ServerContext context) {
        this.index = index;
        this.listener = listener;
        this.context = context;
        this.counters = context.counters().get(index);
        this.queuesWhenFull = context.options().limits().connectionOverload() == OverloadPolicy.QUEUE;
    }

    /** Which of the server's acceptors it is, from 0. */
    public int index() {
        return index;
    }

    /** Waits once as after a failure, but briefly, so that what this needs is loaded when there is one. */
    public void warmUp() {
        context.lifecycle().awaitDraining(REHEARSAL_NANOS);
    }

    /** Accepts until the server closes, and gives each connection away. */
    public void acceptAll(Consumer<? super Connection> start) {
        for (Connection connection = accept(); connection != null; connection = accept()) {
            try {
                start.accept(connection);
            } catch (RuntimeException | Error e) {
                connection.close();
                backOff(e);
            }
        }
    }

    /** Waits for a connection for which there is room. Null when the server is closing. */
    public @Nullable Connection accept() {
        while (!context.lifecycle().isDraining()) {
            try {
                Socket socket = listener.accept();
                backOffNanos = FIRST_BACK_OFF_NANOS;
                counters.accepted().increment();
                Connection connection = admit(socket);
                if (connection != null) {
                    return connection;
                }
            } catch (IOException | RuntimeException | Error e) {
                if (listener.isClosed()) {
                    return null;
                }
                backOff(e);
            }
        }
        return null;
    }

    private @Nullable Connection admit(Socket socket) {
        Permit permit = context.admission().tryAcquire();
        if (permit == null && queuesWhenFull) {
            // The others wait in the kernel's queue. To keep room before one is accepted would be simpler, but
            // acceptors with
            // nothing to accept would keep it from those who have.
            permit = context.admission().acquireOrClosed();
            if (permit == null) {
                closeQuietly(socket);
                return null;
            }
        }
        if (permit == null) {
            counters.rejected().increment();
            context.events().connectionRejected(socket.getRemoteSocketAddress());
            reject(socket);
            return null;
        }
        return register(socket, permit);
    }

    /** Null if the server has begun to close meanwhile: then the connection is closed. */
    private @Nullable Connection register(Socket socket, Permit permit) {
        try {
            Connection connection = new Connection(index, socket, permit, context);
            if (context.connections().add(connection)) {
                return connection;
            }
        } catch (RuntimeException | Error e) {
            giveUp(socket, permit);
            throw e;
        }
        giveUp(socket, permit);
        return null;
    }

    private static void giveUp(Socket socket, Permit permit) {
        permit.release();
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing was sent on it and nothing is kept of it.
        }
    }

    /**
     * On a virtual thread, since an acceptor must never wait for a client; so many at a time, the rest without a word.
     */
    private void reject(Socket socket) {
        Permit permit = context.rejections().tryAcquire();
        if (permit == null) {
            closeQuietly(socket);
            return;
        }
        Connection refused = register(socket, permit);
        if (refused == null) {
            return;
        }
        context.starvation().willStart();
        try {
            Thread.ofVirtual().name("heddle-refusal").start(() -> {
                context.starvation().started();
                reject(refused);
            });
        } catch (OutOfMemoryError e) {
            context.starvation().started();
            refused.close();
            throw e;
        }
    }

    private static void reject(Connection refused) {
        try (refused) {
            refused.reject();
        } catch (IOException e) {
            // It did not wait for the answer; it would have been turned away in any case.
        }
    }

    /**
     * Waits a while. Accepting fails when descriptors or memory run out, and at once again if tried at once. Nothing on this path
     * opens a file, and everything it needs was loaded when the server started.
     */
    public void backOff(Throwable cause) {
        try {
            counters.failures().increment();
            context.events().acceptFailed(index, cause, backOffNanos);
        } catch (Error worse) {
            // Not even the memory to count it: what matters is that this thread goes on.
        }
        context.lifecycle().awaitDraining(backOffNanos);
        backOffNanos = Math.min(2 * backOffNanos, MAX_BACK_OFF_NANOS);
    }
}
