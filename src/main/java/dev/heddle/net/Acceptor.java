package dev.heddle.net;

import dev.heddle.concurrent.Admission.Permit;
import dev.heddle.flight.FlightRecording;
import dev.heddle.options.OverloadPolicy;
import dev.heddle.protocol.SocketLayer;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections from a listener: accept, admit, register, start. Whatever goes wrong with one connection, the acceptor
 * continues with the next; only a closing server ends it.
 *
 * <p>{@link #accept} runs on the acceptor's thread, one call at a time.
 */
public final class Acceptor {
    private static final long FIRST_BACK_OFF_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int index;
    private final Listener listener;
    private final ServerContext context;
    private final ServerContext.Counters counters;

    /** Whether connections over the limit wait in the kernel's queue, instead of being rejected. */
    private final boolean queuesWhenFull;

    /** The next pause after a failure; doubles until an accept succeeds. Only for the acceptor's thread. */
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

    /**
     * Does once, before anything can fail, what has to work when there is no memory: pauses as after a failure, but briefly, and closes a
     * connection, which has no peer. Whatever runs for the first time allocates, as the JVM loads classes and links calls.
     */
    public void warmUp() {
        try {
            context.lifecycle().awaitDraining(WARM_UP_NANOS);
            Socket socket = listener.unconnected(index);
            Permit permit = context.capacity().rejections().tryAcquire();
            Connection connection = permit == null ? null : register(socket, permit);
            if (connection == null) {
                closeQuietly(socket);
            } else {
                connection.close();
            }
        } catch (IOException | RuntimeException | Error e) {
            // No descriptor or no memory is left. The acceptor must begin all the same: its first accept will say so.
        }
    }

    /** Accepts until the server closes, and passes each connection on. */
    public void acceptAll(Consumer<? super Connection> start) {
        for (Connection connection = accept(); connection != null; connection = accept()) {
            try {
                accepted();
                start.accept(connection);
            } catch (RuntimeException | Error e) {
                connection.close();
                backOff(e);
            }
        }
    }

    /** Reports a connection that {@link #accept} has returned, before it is served. Not while other acceptors have to wait for this one. */
    public void accepted() {
        context.events().connectionAccepted(index);
    }

    /** Waits for a connection that the limit admits. Null when the server is closing. */
    public @Nullable Connection accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept(index);
                if (socket == null) {
                    context.lifecycle().endReplies();
                    listener.close();
                    return null;
                }
                backOffNanos = FIRST_BACK_OFF_NANOS;
                Connection connection = received(socket);
                if (connection != null) {
                    return connection;
                }
            } catch (IOException | RuntimeException | Error e) {
                if (listener.isClosed() || context.lifecycle().isDraining()) {
                    return null;
                }
                backOff(e);
            }
        }
        return null;
    }

    /** Null for a connection that was rejected. Closes the socket if it fails. */
    private @Nullable Connection received(Socket socket) {
        try {
            counters.accepted().increment();
            return admit(socket);
        } catch (RuntimeException | Error e) {
            closeQuietly(socket);
            throw e;
        }
    }

    private @Nullable Connection admit(Socket socket) {
        Permit permit = context.capacity().connections().tryAcquire();
        if (permit == null && queuesWhenFull) {
            // Further connections wait in the kernel's queue. To acquire the permit before accepting would be simpler,
            // but acceptors with nothing to accept would hold permits that others need.
            permit = context.capacity().connections().acquireOrClosed();
            if (permit == null) {
                closeQuietly(socket);
                return null;
            }
        }
        if (permit == null) {
            counters.rejected().increment();
            FlightRecording.connectionRejected(
                    socket.getRemoteSocketAddress(), context.options().limits().connections());
            context.events()
                    .connectionRejected(
                            socket.getRemoteSocketAddress(),
                            context.options().limits().connections());
            reject(socket);
            return null;
        }
        return register(socket, permit);
    }

    /** Null if the server has started to close meanwhile: then the connection is closed. */
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

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing was sent on this socket and nothing is kept of it.
        }
    }

    /**
     * Rejects on a thread of its own, since an acceptor must never wait for a client. Beyond a number of concurrent rejections
     * see {@link #rejectAtOnce}.
     */
    private void reject(Socket socket) {
        Permit permit = context.capacity().rejections().tryAcquire();
        if (permit == null) {
            rejectAtOnce(socket);
            return;
        }
        Connection rejected = register(socket, permit);
        if (rejected == null) {
            return;
        }
        try {
            context.threads().startRejection(rejected, () -> reject(rejected));
        } catch (OutOfMemoryError e) {
            rejected.close();
            throw e;
        }
    }

    /**
     * Rejects on the acceptor's thread: a short reply into an empty send buffer does not block. Without a lingering close the client may
     * miss it (RFC 9112 9.6).
     */
    private void rejectAtOnce(Socket socket) {
        try {
            if (context.layer().equals(SocketLayer.NONE)) {
                socket.getOutputStream().write(context.protocol().overloadReply());
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            // The client has left already.
        } finally {
            closeQuietly(socket);
        }
    }

    private static void reject(Connection rejected) {
        try (rejected) {
            rejected.reject();
        } catch (IOException e) {
            // The client did not wait for the reply.
        }
    }

    /**
     * Pauses after a failure, and reports it. Accepting fails when file descriptors or memory run out, and fails again if retried at once. Nothing on
     * this path opens a file, and every class that it needs was loaded when the server started.
     */
    public void backOff(Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            context.capacity().reserve().exhausted();
        }
        try {
            counters.failures().increment();
            FlightRecording.acceptFailed(index, cause, backOffNanos);
        } catch (Error worse) {
            // There is not even the memory to count the failure: what matters is that this thread continues.
        }
        try {
            if (context.lifecycle().awaitDraining(backOffNanos)) {
                return; // There is no next attempt to make room for.
            }
        } catch (OutOfMemoryError e) {
            // There is not even the memory to wait: retry at once, while the watchdog frees some.
        }
        try {
            // Last: a listener that makes room does so right before the next attempt, and others have little time to
            // take it.
            context.events().acceptFailed(index, cause, backOffNanos);
        } catch (Error worse) {
            // The same as above.
        }
        backOffNanos = Math.min(2 * backOffNanos, MAX_BACK_OFF_NANOS);
    }
}
