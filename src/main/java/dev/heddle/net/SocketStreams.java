package dev.heddle.net;

import dev.heddle.bytes.ByteSink;
import dev.heddle.concurrent.Baton;
import dev.heddle.concurrent.ConnectionState;
import dev.heddle.options.Limits;
import dev.heddle.options.Timeouts;
import dev.heddle.protocol.SecureSocket;
import dev.heddle.protocol.SocketLayer;
import dev.heddle.proxy.ProxyHeader;
import dev.heddle.proxy.ProxyHeaderException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Every operation on a connection's socket that may block on the peer. The baton of a serial architecture is released around each
 * of them, in {@link #withoutBaton}; a write has a deadline.
 *
 * <p>Reads belong to one thread at a time, and so do writes.
 */
final class SocketStreams implements ByteSink {
    /** The most bytes written at a time, and so the unit of the write timeout. */
    private static final int WRITE_SLICE = 65_536;

    /**
     * What TCP sends before it waits for an acknowledgement (RFC 6928), and so what a peer gets even if it reads nothing. A reply beyond it
     * may stay in the kernel, until the peer has read the rest.
     */
    private static final int FIRST_WINDOW = 14_600;

    private static final long NO_LONG_REPLY = Long.MIN_VALUE;

    /** What the reading thread does in the layer, if there is one. */
    private enum InLayer {
        NOTHING,
        SHAKING_HANDS,
        READING
    }

    private final Socket socket;
    private final ConnectionState state;
    private final ReadDeadlines deadlines;
    private final Timing timing;
    private final Timeouts timeouts;
    private final Limits limits;
    private final ServerThreads threads;

    /** How fast the peer takes what is written. Only for the thread that may write. */
    private final MinimumRate writeRate;

    /** The socket that the protocol is spoken on: the accepted one, or a layer over it. Set by {@link #open}. */
    private Socket layered;

    private @Nullable InputStream in;
    private @Nullable OutputStream out;

    /** The baton that the reading thread holds whenever it is not blocked; null in architectures without one. */
    private @Nullable Baton baton;

    /** The bytes written since the last read, which tell a long reply. */
    private long writtenInARow;

    private boolean sendBufferBounded;

    /** Reads in place of the thread that may read, which has to take its result before it reads; mostly null. */
    private @Nullable ReadAhead ahead;

    /** Coarse-clock time (ms) of the latest write of a reply that the kernel may hold for the peer. Only compared with now. */
    private long longReplyAt = NO_LONG_REPLY;

    /** The bytes of that reply. */
    private long longReplyBytes;

    /** Whether the reading thread has found the end of the input: nothing is left to read. Only for that thread. */
    private boolean inputEnded;

    /** Whether our side has ended. Set by the thread that writes, read by the one that reads. */
    private final AtomicBoolean outputEnded = new AtomicBoolean();

    /**
     * Whether the reading thread is inside a handshake or a read of a layer. Such a read may write (TLS answers a KeyUpdate), and then
     * the end of the input does not end it. Read by the watchdog.
     */
    private final AtomicReference<InLayer> inLayer = new AtomicReference<>(InLayer.NOTHING);

    SocketStreams(Socket socket, ConnectionState state, ReadDeadlines deadlines, ServerContext context) {
        this.socket = socket;
        this.layered = socket;
        this.state = state;
        this.deadlines = deadlines;
        this.timing = context.timing();
        this.timeouts = context.options().timeouts();
        this.limits = context.options().limits();
        this.threads = context.threads();
        this.writeRate = new MinimumRate(timeouts.write(), timeouts.minWriteRate());
    }

    /** Sets the baton to release around blocking operations of the reading thread. */
    void setBaton(Baton held) {
        baton = held;
    }

    /**
     * Reads the header that a proxy sends first, from the socket itself.
     *
     * @throws EOFException if the peer leaves, or the deadline passes
     * @throws ProxyHeaderException if what it sends is no valid header
     */
    ProxyHeader readProxyHeader() throws IOException {
        InputStream from = socket.getInputStream();
        Baton held = releaseBaton();
        try {
            return ProxyHeader.read(from);
        } finally {
            acquireAgain(held);
        }
    }

    /** Wraps the socket in its layer, which may talk to the peer first, and opens the streams. */
    @SuppressWarnings("ReferenceEquality") // there is one NONE
    void open(SocketLayer layer) throws IOException {
        if (!layer.equals(SocketLayer.NONE)) {
            // Before the handshake, as a layer writes by itself from its first byte on.
            boundSendBuffer();
            withoutBaton(() -> inLayer(InLayer.SHAKING_HANDS, () -> {
                layered = layer.wrap(socket);
                return 0;
            }));
        }
        openStreams();
    }

    /** Opens the streams of the accepted socket itself, as a handshake has failed: they are only to end the connection. */
    void openWithoutLayer() throws IOException {
        openStreams();
    }

    private void openStreams() throws IOException {
        in = layered.getInputStream();
        out = layered.getOutputStream();
    }

    /** What was agreed on with the peer, if the layer is TLS. */
    Optional<SSLSession> tls() {
        return switch (layered) {
            case SSLSocket tls -> Optional.of(tls.getSession());
            case SecureSocket tls -> Optional.of(tls.session());
            default -> Optional.empty();
        };
    }

    /** Waits for bytes and reads them; -1 at the end of input. */
    int read(byte[] into, int offset, int length) throws IOException {
        int count = readOrWait(into, offset, length);
        inputEnded |= count < 0;
        return count;
    }

    private int readOrWait(byte[] into, int offset, int length) throws IOException {
        ReadAhead started = ahead;
        if (started != null) {
            return takeAhead(started, into, offset);
        }
        InputStream from = opened(in);
        if (!layered.equals(socket)) {
            return withoutBaton(() -> inLayer(InLayer.READING, () -> from.read(into, offset, length)));
        }
        return baton == null ? from.read(into, offset, length) : withoutBaton(() -> from.read(into, offset, length));
    }

    private int takeAhead(ReadAhead started, byte[] into, int offset) throws IOException {
        boolean isLayered = !layered.equals(socket);
        int count = withoutBaton(() ->
                isLayered ? inLayer(InLayer.READING, () -> started.take(into, offset)) : started.take(into, offset));
        ahead = null;
        return count;
    }

    /**
     * Starts to wait for input while something else runs that does not read. For the thread that may read.
     *
     * @param onEnd runs on another thread if the input ends before the next read
     */
    void readAhead(Runnable onEnd) {
        if (ahead == null) {
            ReadAhead starting = new ReadAhead(opened(in), onEnd);
            threads.startReadAhead(starting);
            ahead = starting;
        }
    }

    /** Whether a byte was read ahead. */
    boolean hasReadAhead() {
        return ahead != null && ahead.hasByte();
    }

    /** Whether a read has found the end of the input. For the thread that reads. */
    boolean inputEnded() {
        return inputEnded;
    }

    private int inLayer(InLayer what, IoCall call) throws IOException {
        inLayer.setRelease(what);
        try {
            return call.call();
        } finally {
            inLayer.setRelease(InLayer.NOTHING);
        }
    }

    /** Whether the reading thread is inside a layer, where only {@link Connection#abort} surely ends it. For the watchdog. */
    boolean isInLayer() {
        return inLayer.getAcquire() != InLayer.NOTHING;
    }

    /** Whether the reading thread shakes hands: it may wait for more than the peer, and no reply is lost with it. For the watchdog. */
    boolean isShakingHands() {
        return inLayer.getAcquire() == InLayer.SHAKING_HANDS;
    }

    /** Whether bytes can be read without waiting. */
    boolean hasBytes() throws IOException {
        return hasReadAhead() || opened(in).available() > 0;
    }

    /** Whether the kernel has bytes that nobody has read: it resets a connection that is closed now. */
    boolean hasBytesInKernel() throws IOException {
        return !socket.isInputShutdown() && socket.getInputStream().available() > 0;
    }

    /** Says that the connection waits for the peer: what is written next is another reply. */
    void startReply() {
        writtenInARow = 0;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        writtenInARow += length;
        if (writtenInARow > WRITE_SLICE) {
            boundSendBuffer();
        }
        if (baton == null) {
            writeSlices(from, offset, length);
        } else {
            withoutBaton(() -> writeSlices(from, offset, length));
        }
        if (writtenInARow > FIRST_WINDOW) {
            longReplyAt = timing.clock().millis();
            longReplyBytes = writtenInARow;
        }
    }

    /** Whether the kernel may hold a part of a reply, which a reset would lose. */
    boolean mayHoldReply() throws IOException {
        return longReplyAt != NO_LONG_REPLY && timing.clock().millis() < readingDeadline();
    }

    /**
     * The time on the coarse clock until which the peer may take to read what the kernel holds of a reply: as long as writing it would be
     * allowed to take, if it began when it was handed to the kernel. In the past if the kernel holds none.
     */
    long readingDeadline() throws IOException {
        if (longReplyAt == NO_LONG_REPLY) {
            return NO_LONG_REPLY;
        }
        if (timeouts.write().isZero()) {
            return ConnectionState.NEVER;
        }
        long held = Math.min(longReplyBytes, socket.getSendBufferSize());
        long byTimeout = timeouts.write().toMillis() * Math.ceilDiv(held, WRITE_SLICE);
        long byRate =
                timeouts.minWriteRate() == 0 ? byTimeout : TimeUnit.SECONDS.toMillis(held) / timeouts.minWriteRate();
        return longReplyAt + Math.min(byTimeout, byRate);
    }

    /**
     * The time on the coarse clock until which a peer that sends nothing is given to read a reply: a lingering close would wait for it as
     * long. In the past if the kernel holds none.
     */
    long lingerDeadline() {
        return longReplyAt == NO_LONG_REPLY
                ? NO_LONG_REPLY
                : longReplyAt + timeouts.linger().toMillis();
    }

    private int writeSlices(byte[] from, int offset, int length) throws IOException {
        OutputStream to = opened(out);
        try {
            for (int at = 0; at < length; at += WRITE_SLICE) {
                int count = Math.min(WRITE_SLICE, length - at);
                long since = timing.clock().millis();
                state.beginWrite(timing.deadline(timeouts.write()), writeRate.deadline(since, ConnectionState.NEVER));
                to.write(from, offset + at, count);
                writeRate.received(count, timing.clock().millis() - since);
            }
            return length;
        } finally {
            state.endWrite();
        }
    }

    /**
     * Left to itself the kernel takes megabytes for a peer that does not read, and reports space only when a third of them have
     * drained: too much memory for an unknown client, and too coarse to tell a slow reader from a dead one.
     */
    private void boundSendBuffer() throws IOException {
        if (!sendBufferBounded && limits.sendBuffer() > 0) {
            socket.setSendBufferSize(limits.sendBuffer());
        }
        sendBufferBounded = true;
    }

    /** Ends our side, once. A TLS layer sends close_notify, which needs space in a send buffer that may be full. */
    void shutdownOutput() throws IOException {
        if (outputEnded.getAndSet(true)) {
            return;
        }
        withDeadline(() -> {
            layered.shutdownOutput();
            return 0;
        });
    }

    /** Whether our side has ended, by any thread. */
    boolean outputEnded() {
        return outputEnded.get();
    }

    /** Closes the layer, if there is one: TLS sends close_notify. */
    void closeLayer() throws IOException {
        if (!layered.equals(socket)) {
            if (ahead != null) {
                socket.shutdownInput(); // Ends the read in the layer, which might hold a lock that the close needs.
            }
            withDeadline(() -> {
                layered.close();
                return 0;
            });
        }
    }

    private void withDeadline(IoCall write) throws IOException {
        state.beginWrite(timing.deadline(timeouts.write()), ConnectionState.NEVER);
        try {
            withoutBaton(write);
        } finally {
            state.endWrite();
        }
    }

    /** Runs a task that may block, with the baton released. */
    void runBlocking(Runnable task) {
        Baton held = releaseBaton();
        try {
            task.run();
        } finally {
            acquireAgain(held);
        }
    }

    /** Something that may block on the peer. */
    @FunctionalInterface
    private interface IoCall {
        int call() throws IOException;
    }

    private int withoutBaton(IoCall call) throws IOException {
        Baton held = releaseBaton();
        try {
            return call.call();
        } finally {
            acquireAgain(held);
        }
    }

    /**
     * Releases the baton before a call that may block: the one place that does so for a connection.
     *
     * @return the baton; null if the calling thread does not hold it, as workers of message-balanced, which write without
     */
    private @Nullable Baton releaseBaton() {
        Baton held = baton;
        if (held == null || Thread.currentThread() != state.readerThread()) {
            return null;
        }
        held.release();
        return held;
    }

    private void acquireAgain(@Nullable Baton released) {
        if (released != null) {
            deadlines.acquireAgain(released);
        }
    }

    private static <T> T opened(@Nullable T stream) {
        if (stream == null) {
            throw new IllegalStateException("the connection was not opened");
        }
        return stream;
    }
}
