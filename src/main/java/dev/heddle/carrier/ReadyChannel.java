package dev.heddle.carrier;

import dev.heddle.concurrent.ReadySignal;
import dev.heddle.concurrent.ReadySignal.Interest;
import dev.heddle.concurrent.ReadySignal.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A channel in non-blocking mode, and the threads that wait until the selector of its carrier reports it ready. It is registered
 * with the selector when a thread first waits: a connection whose only request has arrived already never is.
 *
 * <p>One thread at a time waits to read or to accept, and one to write. Any thread calls {@link #wakeReader} and {@link #close}.
 */
public final class ReadyChannel implements Interest {
    /** In place of the key while a thread registers the channel. */
    private static final Object REGISTERING = new Object();

    /** Loads what a first wait that ends, and a first reply that does not fit a send buffer, use: by then descriptors may have run out. */
    @SuppressWarnings("unused")
    private static final List<Object> LOADED = List.of(Writing.class, Outcome.READY);

    private final SelectableChannel channel;
    private final Carrier carrier;

    /** Null before the channel is registered, then {@link #REGISTERING}, then the key. */
    private final AtomicReference<@Nullable Object> registration = new AtomicReference<>();

    private final ReadySignal readable = new ReadySignal();
    private final int readOp;

    /** Used by few connections: most replies fit the send buffer. */
    private final ReadySignal writable = new ReadySignal();

    /**
     * @param channel in non-blocking mode
     * @param carrier whose selector watches it
     * @param readOp {@link SelectionKey#OP_READ} or {@link SelectionKey#OP_ACCEPT}
     */
    public ReadyChannel(SelectableChannel channel, Carrier carrier, int readOp) {
        this.channel = channel;
        this.carrier = carrier;
        this.readOp = readOp;
    }

    /** The carrier whose selector watches it. */
    public Carrier carrier() {
        return carrier;
    }

    /**
     * Waits until the channel is ready to read from, or to accept.
     *
     * @param nanos the longest wait; 0 for any time
     * @throws IOException if the channel cannot be registered
     */
    public Outcome awaitReadable(long nanos) throws IOException {
        return await(readable, this, nanos);
    }

    /**
     * Waits until the channel is ready to write to.
     *
     * @throws IOException if the channel cannot be registered
     */
    public Outcome awaitWritable() throws IOException {
        return await(writable, new Writing(this), 0);
    }

    private static Outcome await(ReadySignal signal, Interest interest, long nanos) throws IOException {
        try {
            return signal.await(interest, nanos);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CancelledKeyException | ClosedSelectorException e) {
            return Outcome.CLOSED; // The channel was closed, or its carrier has ended.
        }
    }

    /** Wakes the threads whose operation is ready. On the carrier's thread. */
    void signal(SelectionKey key) {
        try {
            signalReady(key);
        } catch (CancelledKeyException e) {
            // Another thread is closing the channel, and wakes all that wait.
        }
    }

    private void signalReady(SelectionKey key) {
        int ready = key.readyOps();
        if ((ready & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0) {
            readable.signal(this, false);
        }
        if ((ready & SelectionKey.OP_WRITE) != 0) {
            // One shot: there is nearly always space in a send buffer.
            writable.signal(new Writing(this), true);
        }
    }

    /** Wakes the thread that waits to read, to look again. */
    public void wakeReader() {
        readable.wake();
    }

    /** Whether the carrier's selector watches it, and keeps its descriptor until it has selected after the channel was closed. */
    public boolean isRegistered() {
        return registration.get() != null;
    }

    /** Wakes all that wait, and has the carrier release the descriptor. After the channel was closed, or there was no memory to close it with. */
    public void close() {
        readable.close();
        writable.close();
        if (registration.get() instanceof SelectionKey key) {
            cancel(key); // A channel that is closed does so, too, but needs memory to find its keys.
        }
        if (isRegistered()) {
            carrier.selectAgain();
        }
    }

    private static void cancel(SelectionKey key) {
        Pinned.begin();
        try {
            key.cancel();
        } finally {
            Pinned.end();
        }
    }

    /** The key; registers the channel if no thread has. */
    @SuppressWarnings("ThreadPriorityCheck") // only shortens a wait
    private SelectionKey key() {
        while (true) {
            Object seen = registration.get();
            if (seen instanceof SelectionKey key) {
                return key;
            }
            if (seen != null) {
                Thread.yield(); // Another thread registers it: a short computation.
            } else if (registration.compareAndSet(null, REGISTERING)) {
                return register();
            }
        }
    }

    private SelectionKey register() {
        SelectionKey key = null;
        Pinned.begin();
        try {
            key = carrier.register(channel, this);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Pinned.end();
            registration.set(key);
        }
    }

    /** Turns the interest in reading, or in accepting, on. */
    @Override
    public void arm() {
        arm(readOp);
    }

    @Override
    public void disarm() {
        disarm(readOp);
    }

    private void arm(int operation) {
        SelectionKey key = key();
        Pinned.begin();
        try {
            key.interestOpsOr(operation);
        } catch (OutOfMemoryError e) {
            forget(key, operation);
            throw e;
        } finally {
            Pinned.end();
        }
        carrier.selectAgain();
    }

    /** The key has noted the interest, but the selector was not told; it would not be the next time, as nothing would change. */
    private static void forget(SelectionKey key, int operation) {
        try {
            key.interestOpsAnd(~operation);
        } catch (OutOfMemoryError e) {
            // The selector was not told again, which is right.
        }
    }

    /** Turns the interest of a key off and on, so that the selector looks at it. On the carrier's thread, which selects after this. */
    static void renewInterest(SelectionKey key) {
        try {
            int interest = key.interestOps();
            try {
                key.interestOpsAnd(~interest); // Another thread may just be turning another one on.
            } finally {
                key.interestOpsOr(interest);
            }
        } catch (CancelledKeyException e) {
            // Its channel was closed.
        }
    }

    /** On the carrier's thread, which selects after this. */
    private void disarm(int operation) {
        key().interestOpsAnd(~operation);
    }

    /** The interest in writing. */
    private record Writing(ReadyChannel channel) implements Interest {
        @Override
        public void arm() {
            channel.arm(SelectionKey.OP_WRITE);
        }

        @Override
        public void disarm() {
            channel.disarm(SelectionKey.OP_WRITE);
        }
    }
}
