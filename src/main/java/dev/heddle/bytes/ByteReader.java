package dev.heddle.bytes;

import java.io.IOException;
import java.util.Arrays;

/**
 * The input buffer of one connection: holds the bytes that have arrived and are not yet consumed, and waits for more.
 *
 * <p>A parser reads the bytes in place, by offset from the first unconsumed byte. {@link #fill} may move and grow the
 * buffer; offsets remain valid. Nothing here depends on a socket, so every parser is tested on an array.
 *
 * <p>Unlike {@link java.io.InputStream} it has no mark and cannot skip bytes that have not arrived. A parser that
 * consumes only bytes it has seen cannot lose its place in a stream of messages.
 *
 * <p>Not thread-safe: it belongs to the thread that reads the connection, and is handed over together with the right
 * to read.
 *
 * {@snippet :
 * InputStream source = new ByteArrayInputStream(Ascii.bytes("GET /\n"));
 * ByteReader in = new ByteReader(source::read, 8192);
 * while (in.indexOf((byte) '\n', 0) < 0 && in.fill()) {} // until a line is buffered
 * String line = Ascii.latin1(in.copy(0, in.indexOf((byte) '\n', 0)), 0, 5);
 * }
 */
public final class ByteReader {
    /** The smallest {@code maxSize} allowed, in bytes. */
    private static final int MIN_MAX_SIZE = 1024;
    /** Size of a new connection's buffer: most requests of programs fit; the buffer grows for the others. */
    private static final int INITIAL_SIZE = 128;
    /** Largest buffer kept while idle, as the next request will be like the last. Not charged to the budget. */
    private static final int KEPT_SIZE = 2048;

    private final ByteSource source;
    private final int maxSize;
    private final MemoryBudget budget;
    private byte[] buffer = new byte[INITIAL_SIZE];
    /** Bytes of the buffer that are charged to the budget. */
    private int reserved;

    /** Index of the first unconsumed byte. */
    private int position;
    /** Index after the last byte that has arrived. */
    private int limit;

    /** Whether the last read filled the buffer: more bytes have probably arrived. */
    private boolean lastReadFilledBuffer;

    /**
     * Creates a reader without a memory budget.
     *
     * @param source supplies the bytes
     * @param maxSize the largest size of the buffer in bytes, at least 1024; bounds what a parser can see at once
     */
    public ByteReader(ByteSource source, int maxSize) {
        this(source, maxSize, MemoryBudget.UNBOUNDED);
    }

    /**
     * Creates a reader.
     *
     * @param source supplies the bytes
     * @param maxSize the largest size of the buffer in bytes, at least 1024; bounds what a parser can see at once
     * @param budget charged for the buffer's size beyond 2048 bytes
     */
    public ByteReader(ByteSource source, int maxSize, MemoryBudget budget) {
        if (maxSize < MIN_MAX_SIZE) {
            throw new IllegalArgumentException("maxSize must be at least " + MIN_MAX_SIZE + " bytes: " + maxSize);
        }
        this.source = source;
        this.maxSize = maxSize;
        this.budget = budget;
    }

    /** Returns the number of bytes that have arrived and are not consumed. */
    public int buffered() {
        return limit - position;
    }

    /** Returns the byte at an offset from the first unconsumed one; {@code 0 <= offset < buffered()}. */
    public byte at(int offset) {
        return buffer[position + offset];
    }

    /** Returns the array that holds the bytes, valid until the next {@link #fill}, {@link #read} or {@link #trim}. */
    public byte[] array() {
        return buffer;
    }

    /** Returns the index of the first unconsumed byte in {@link #array}. */
    public int position() {
        return position;
    }

    /** Returns the offset of the first such byte at or after {@code from}, or -1 if none has arrived. */
    public int indexOf(byte value, int from) {
        int index = ByteSearch.indexOf(buffer, position + from, limit, value);
        return index < 0 ? -1 : index - position;
    }

    /** Copies the bytes from offset {@code from} to offset {@code to}, exclusive. */
    public byte[] copy(int from, int to) {
        return Arrays.copyOfRange(buffer, position + from, position + to);
    }

    /**
     * Consumes bytes that have arrived.
     *
     * @throws IndexOutOfBoundsException if fewer than {@code count} bytes are buffered, or {@code count} is negative
     */
    public void skip(int count) {
        if (count < 0 || count > buffered()) {
            throw new IndexOutOfBoundsException("cannot consume " + count + " of " + buffered() + " buffered bytes");
        }
        position += count;
    }

    /**
     * Waits for at least one more byte.
     *
     * @return false at the end of input
     * @throws IOException if the peer is gone, a deadline has passed, or the {@link MemoryBudget} is exhausted
     * @throws IllegalStateException if {@code maxSize} bytes are buffered: the caller must check its limit first
     */
    public boolean fill() throws IOException {
        ensureSpace();
        int count = source.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            return false;
        }
        limit += count;
        lastReadFilledBuffer = limit == buffer.length;
        return true;
    }

    /** Whether the last read filled the buffer: more bytes have probably arrived, and the next read will not wait. */
    public boolean lastReadFilledBuffer() {
        return lastReadFilledBuffer;
    }

    /**
     * Returns the empty buffer for a caller that reads from the source itself, to be followed by {@link #completeRead}.
     * The caller stores the bytes from index 0.
     *
     * @throws IllegalStateException if bytes are buffered
     */
    public byte[] bufferForRead() {
        if (position < limit) {
            throw new IllegalStateException("buffer is not empty: " + buffered() + " bytes");
        }
        position = 0;
        limit = 0;
        enlargeIfFilled();
        return buffer;
    }

    /**
     * Records the result of a read into {@link #bufferForRead}.
     *
     * @param count the number of bytes read, or -1 at the end of input
     * @return false at the end of input
     */
    public boolean completeRead(int count) {
        limit = Math.max(0, count);
        lastReadFilledBuffer = limit == buffer.length;
        return count >= 0;
    }

    /**
     * Reads and consumes bytes: buffered ones first, otherwise from the source, directly if {@code length} is at least
     * the buffer's size.
     *
     * @return the number of bytes stored, at least 1; or -1 at the end of input
     * @throws IOException if the peer is gone, or a deadline has passed
     */
    public int read(byte[] into, int offset, int length) throws IOException {
        int available = buffered();
        if (available == 0) {
            if (length >= buffer.length) {
                return source.read(into, offset, length);
            }
            if (!fill()) {
                return -1;
            }
            available = buffered();
        }
        int count = Math.min(available, length);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    /** Replaces a large empty buffer by a small one. Called before a wait that may be long. */
    public void trim() {
        if (position == limit) {
            position = 0;
            limit = 0;
            if (buffer.length > KEPT_SIZE) {
                release();
                buffer = new byte[INITIAL_SIZE];
            }
        }
    }

    /** Returns the reserved memory to the budget; called when the connection is no longer read. */
    public void release() {
        budget.release(reserved);
        reserved = 0;
    }

    private void ensureSpace() throws IOException {
        if (position == limit) {
            position = 0;
            limit = 0;
        }
        enlargeIfFilled();
        if (limit < buffer.length) {
            return;
        }
        if (position > 0) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        } else if (buffer.length < maxSize) {
            int size = Math.min(maxSize, buffer.length * 4);
            int more = Math.max(0, size - KEPT_SIZE) - reserved;
            if (more > 0) {
                if (!budget.tryReserve(more)) {
                    throw budget.exhausted();
                }
                reserved += more;
            }
            buffer = Arrays.copyOf(buffer, size);
        } else {
            throw new IllegalStateException("buffer is full: " + limit + " bytes");
        }
    }

    /**
     * Lets one read take what a peer sends at a time, if that is more than the initial size: batches or large heads.
     */
    private void enlargeIfFilled() {
        int size = Math.min(maxSize, buffer.length * 2);
        if (lastReadFilledBuffer && buffer.length < size && size <= KEPT_SIZE) {
            buffer = Arrays.copyOf(buffer, size);
        }
    }
}
