package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.concurrent.CloseGuard;
import dev.heddle.http.Headers;
import dev.heddle.options.Limits;
import dev.heddle.protocol.OverloadException;
import dev.heddle.protocol.ProtocolException;
import dev.heddle.protocol.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, read from the connection on demand and never beyond its end.
 *
 * <p>Used by the thread that handles the request, or by another one to which that thread hands the work: one at a time.
 * After a failed read the position in the stream is lost, so the failure is kept and every later read throws it again.
 */
abstract class BodyInput extends InputStream {
    private static final byte[] CONTINUE = Ascii.bytes("HTTP/1.1 100 Continue\r\n\r\n");
    private static final int COPY_SIZE = 16_384;

    /** The size of the first buffer of a copy: a body that trickles needs no more. */
    private static final int FIRST_COPY_SIZE = 1024;

    protected final ByteReader in;
    private final Transport transport;
    /** Excludes concurrent reads. */
    private final CloseGuard guard = new CloseGuard();

    private boolean awaitsContinue;
    private boolean started;

    /** Whether another thread may write the response while this one reads. */
    private boolean outputShared;

    private @Nullable IOException failure;

    /** @param awaitsContinue whether the client waits for {@code 100 Continue} before it sends the body */
    BodyInput(Transport transport, boolean awaitsContinue) {
        this.transport = transport;
        this.in = transport.in();
        this.awaitsContinue = awaitsContinue;
    }

    /** Creates the body that a head declares. */
    static BodyInput of(RequestHead head, Transport transport, Limits limits) {
        return head.contentLength() == RequestHead.CHUNKED
                ? new ChunkedInput(transport, head.expectsContinue(), limits.body(), ChunkLimits.of(limits))
                : new FixedInput(transport, head.contentLength(), head.expectsContinue());
    }

    /**
     * Reads bytes of the body. Called only before its end, with a {@code length} of at least 1.
     *
     * @return the number of bytes read, at least 1; or -1 if this was the end
     */
    abstract int readBytes(byte[] into, int offset, int length) throws IOException;

    /** Whether the whole body has been read. */
    abstract boolean isConsumed();

    /** Returns the number of bytes known to remain; the body may be longer. */
    abstract long minRemaining();

    /** Returns the trailer fields; empty until the body has been read to its end. */
    abstract Headers trailers();

    /** Returns the exception of the read that failed, if one has. */
    final @Nullable IOException failure() {
        return failure;
    }

    /** Whether no read has been attempted. */
    final boolean isUnread() {
        return !started;
    }

    /** Whether the client still waits for {@code 100 Continue}, so that it is unknown whether the body will be sent. */
    final boolean awaitsContinue() {
        return awaitsContinue;
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (!guard.tryBegin()) {
            // Concurrent reads would lose the position at which the next request begins.
            throw new IOException("another thread is reading the request");
        }
        try {
            return readAlone(into, offset, length);
        } finally {
            guard.end();
        }
    }

    /** Copies the rest of the body, as specified, with a buffer that grows only for a client that fills it. */
    @Override
    public final long transferTo(OutputStream out) throws IOException {
        byte[] buffer = new byte[FIRST_COPY_SIZE];
        long copied = 0;
        for (int count = read(buffer, 0, buffer.length); count >= 0; count = read(buffer, 0, buffer.length)) {
            out.write(buffer, 0, count);
            copied += count;
            buffer = enlargedIfFilled(buffer, count);
        }
        return copied;
    }

    private static byte[] enlargedIfFilled(byte[] buffer, int count) {
        return count == buffer.length && count < COPY_SIZE ? new byte[count * 4] : buffer;
    }

    private int readAlone(byte[] into, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (length == 0) {
            return 0;
        }
        if (isConsumed()) {
            return -1;
        }
        try {
            begin();
            return readBytes(into, offset, length);
        } catch (IOException e) {
            failure = e;
            if (e instanceof ProtocolException && !(e instanceof OverloadException)) {
                transport.events().protocolError(transport.peer(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private void begin() throws IOException {
        if (started) {
            return;
        }
        started = true;
        transport.progress().readingBody();
        ByteWriter out = transport.out();
        // No 100 Continue once bytes of the body have arrived, or bytes of the response have been sent (RFC 9110
        // 10.1.1).
        if (awaitsContinue && in.buffered() == 0 && !out.committed()) {
            out.writeInterim(CONTINUE);
        }
        awaitsContinue = false;
    }

    /** Notes that the response is complete: a 100 Continue after it would be taken for that of the next request (RFC 9110 15.2). */
    final void responseEnded() {
        awaitsContinue = false;
    }

    /**
     * Stops this body from flushing the connection's output, which another thread may write while this body is read.
     * Complete responses are sent now, since the client may wait for them before it sends the rest of the body.
     */
    final void shareOutput() throws IOException {
        boolean buffered = isConsumed() || (minRemaining() > 0 && in.buffered() >= minRemaining());
        if (!buffered) {
            flushBeforeWait();
        }
        outputShared = true;
    }

    /** Sends complete responses before a wait for the client, which may be waiting for them. */
    private void flushBeforeWait() throws IOException {
        if (!outputShared) {
            transport.out().flushCompleted();
            transport.out().trim();
        }
    }

    /** Waits until more bytes are buffered. */
    final void fill() throws IOException {
        flushBeforeWait();
        if (!in.fill()) {
            throw closedEarly();
        }
    }

    /** Reads at least one byte of the body. */
    final int take(byte[] into, int offset, int length) throws IOException {
        if (in.buffered() == 0) {
            flushBeforeWait();
        }
        int count = in.read(into, offset, length);
        if (count < 0) {
            throw closedEarly();
        }
        return count;
    }

    private static EOFException closedEarly() {
        return new EOFException("connection closed in the middle of a request body");
    }

    /** Returns how many bytes of the body can be read without waiting; 0 after a failure. */
    @Override
    public final int available() {
        return failure != null ? 0 : (int) Math.min(in.buffered(), minRemaining());
    }

    /**
     * Reads and discards the rest of the body.
     *
     * @return false if the rest is longer than {@code maxBytes}
     */
    final boolean drain(long maxBytes) throws IOException {
        if (minRemaining() > maxBytes) {
            return false;
        }
        byte[] scratch = new byte[FIRST_COPY_SIZE];
        long allowed = maxBytes;
        while (!isConsumed()) {
            int count = read(scratch, 0, scratch.length);
            allowed -= Math.max(0, count);
            if (allowed < 0) {
                return false;
            }
            scratch = enlargedIfFilled(scratch, count);
        }
        return true;
    }

    /** A body of a declared length. */
    private static final class FixedInput extends BodyInput {
        private long remaining;

        FixedInput(Transport transport, long length, boolean awaitsContinue) {
            super(transport, awaitsContinue);
            this.remaining = length;
        }

        @Override
        int readBytes(byte[] into, int offset, int length) throws IOException {
            int count = take(into, offset, (int) Math.min(length, remaining));
            remaining -= count;
            return count;
        }

        @Override
        boolean isConsumed() {
            return remaining == 0;
        }

        @Override
        long minRemaining() {
            return remaining;
        }

        @Override
        Headers trailers() {
            return Headers.none();
        }
    }
}
