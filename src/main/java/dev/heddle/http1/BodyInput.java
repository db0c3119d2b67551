package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.bytes.ByteReader;
import dev.heddle.bytes.ByteWriter;
import dev.heddle.concurrent.CloseGuard;
import dev.heddle.http.Headers;
import dev.heddle.protocol.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request, read from the connection as it is asked for and never beyond its end.
 *
 * <p>For the thread that handles the request, and whomever that lets do its work: one at a time. What went wrong is remembered:
 * after a failure the place in the stream is lost, and every later read fails in the same way.
 */
abstract class BodyInput extends InputStream {
    private static final byte[] CONTINUE = Ascii.bytes("HTTP/1.1 100 Continue\r\n\r\n");
    private static final int COPY_SIZE = 16_384;

    protected final ByteReader in;
    private final Transport transport;
    private final CloseGuard usage = new CloseGuard();
    private boolean awaitsLeave;
    private boolean begun;

    /** Whether another thread may be writing the response while this one reads. */
    private boolean outputIsOthers;

    private @Nullable IOException failure;

    /** @param awaitsLeave whether the client waits for an interim response before it sends any of it */
    BodyInput(Transport transport, boolean awaitsLeave) {
        this.transport = transport;
        this.in = transport.in();
        this.awaitsLeave = awaitsLeave;
    }

    /** The content that a head announces. */
    static BodyInput of(RequestHead head, Transport transport, long maxBytes, ChunkLimits chunkLimits) {
        return head.contentLength() == RequestHead.CHUNKED
                ? new ChunkedInput(transport, head.expectsContinue(), maxBytes, chunkLimits)
                : new FixedInput(transport, head.contentLength(), head.expectsContinue());
    }

    /** Reads bytes of the content; the end has not been reached, and {@code length} is at least 1. */
    abstract int readContent(byte[] into, int offset, int length) throws IOException;

    /** Whether all of it has been read. */
    abstract boolean isConsumed();

    /** How many bytes are left at least, as far as is known. */
    abstract long leftAtLeast();

    /** The fields behind it. */
    abstract Headers trailers();

    /** What went wrong, if something did. */
    final @Nullable IOException failure() {
        return failure;
    }

    /** Whether nothing of it was asked for so far. */
    final boolean isUntouched() {
        return !begun;
    }

    /** Whether the client still waits to be asked for it: then nobody knows whether it will come. */
    final boolean awaitsLeave() {
        return awaitsLeave;
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (!usage.tryBegin()) {
            // Two that read at once would lose the place where the next request begins.
            throw new IOException("another thread is reading the request");
        }
        try {
            return readAlone(into, offset, length);
        } finally {
            usage.end();
        }
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
            return readContent(into, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        transport.progress().readingBody();
        ByteWriter out = transport.out();
        // Nobody is asked for what is on its way already, or once the response is (RFC 9110 10.1.1).
        if (awaitsLeave && in.buffered() == 0 && !out.committed()) {
            out.writeInterim(CONTINUE);
        }
        awaitsLeave = false;
    }

    /**
     * Has the connection's output left alone from here on: others may be writing to it while this is read. What is complete of it
     * leaves now, since the client may wait for that before it sends the rest of the content.
     */
    final void leaveOutputToOthers() throws IOException {
        boolean here = isConsumed() || (leftAtLeast() > 0 && in.buffered() >= leftAtLeast());
        if (!here) {
            sendAhead();
        }
        outputIsOthers = true;
    }

    /** Before a wait for the client, which may itself wait for what is complete. */
    private void sendAhead() throws IOException {
        if (!outputIsOthers) {
            transport.out().flushCompleted();
            transport.out().trim();
        }
    }

    /** Waits for more bytes to look at. */
    final void fill() throws IOException {
        sendAhead();
        if (!in.fill()) {
            throw left();
        }
    }

    /** Reads bytes that are content, at least one. */
    final int take(byte[] into, int offset, int length) throws IOException {
        if (in.buffered() == 0) {
            sendAhead();
        }
        int count = in.read(into, offset, length);
        if (count < 0) {
            throw left();
        }
        return count;
    }

    /** The client ended its side before the content's end. */
    static EOFException left() {
        return new EOFException("the client left in the middle of a request's content");
    }

    /** What a handler wants to know from {@code available()}: never more than what is there. */
    @Override
    public final int available() {
        return failure != null ? 0 : (int) Math.min(in.buffered(), leftAtLeast());
    }

    @Override
    public final long transferTo(java.io.OutputStream out) throws IOException {
        byte[] copy = new byte[COPY_SIZE];
        long sum = 0;
        for (int count = read(copy, 0, copy.length); count >= 0; count = read(copy, 0, copy.length)) {
            out.write(copy, 0, count);
            sum += count;
        }
        return sum;
    }

    /**
     * Reads and drops what is left.
     *
     * @return whether the end was reached within so many bytes
     */
    final boolean drain(long atMost) throws IOException {
        if (leftAtLeast() > atMost) {
            return false;
        }
        byte[] scratch = new byte[(int) Math.min(COPY_SIZE, atMost + 1)];
        long left = atMost;
        while (!isConsumed()) {
            int count = read(scratch, 0, scratch.length);
            left -= Math.max(0, count);
            if (left < 0) {
                return false;
            }
        }
        return true;
    }

    /** Content of a known length. */
    private static final class FixedInput extends BodyInput {
        private long left;

        FixedInput(Transport transport, long length, boolean awaitsLeave) {
            super(transport, awaitsLeave);
            this.left = length;
        }

        @Override
        int readContent(byte[] into, int offset, int length) throws IOException {
            int count = take(into, offset, (int) Math.min(length, left));
            left -= count;
            return count;
        }

        @Override
        boolean isConsumed() {
            return left == 0;
        }

        @Override
        long leftAtLeast() {
            return left;
        }

        @Override
        Headers trailers() {
            return Headers.none();
        }
    }
}
