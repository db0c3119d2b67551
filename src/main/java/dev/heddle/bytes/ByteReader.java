package dev.heddle.bytes;

import java.io.IOException;
import java.util.Arrays;

/**
 * The input of one connection: what has arrived and is not consumed yet, and the means to wait for more.
 *
 * <p>A parser looks at the bytes in place, by offsets from the first unconsumed one; {@link #fill} moves and grows the
 * buffer as it needs to, and the offsets stay true. Nothing here knows a socket: every parser is tested on an array.
 *
 * <p>Unlike {@link java.io.InputStream} there is no mark and no skip over what has not arrived: a reader that never
 * consumes what it has not seen cannot lose its place in a stream of messages.
 *
 * <p>Not thread-safe: it belongs to the thread that reads the connection, and is handed on together with the right to
 * read.
 */
public final class ByteReader {
    /** The least that {@code maxSize} may be. */
    private static final int LEAST_SIZE = 1024;
    /** A fresh connection holds this much: most requests of programs fit, and whose do not is found out. */
    private static final int FIRST_SIZE = 128;
    /** A buffer up to this size is kept through a wait, since the next request will be like the last; and is not counted. */
    private static final int KEPT_SIZE = 2048;

    private final ByteSource source;
    private final int maxSize;
    private final MemoryBudget budget;
    private byte[] buffer = new byte[FIRST_SIZE];
    /** How much of the buffer was taken from the room. */
    private int reserved;

    private int position;
    private int limit;

    /** Whether the last read took all there was room for: more has arrived, most likely. */
    private boolean lastReadFilledBuffer;

    /**
     * @param source where more bytes come from
     * @param maxSize the most bytes held at a time, in bytes, at least 1024; the largest thing that a parser can look
     *     at whole
     */
    public ByteReader(ByteSource source, int maxSize) {
        this(source, maxSize, MemoryBudget.UNBOUNDED);
    }

    /**
     * @param source where more bytes come from
     * @param maxSize the most bytes held at a time, in bytes, at least 1024
     * @param room where it gets memory beyond the first 2048 bytes
     */
    public ByteReader(ByteSource source, int maxSize, MemoryBudget room) {
        if (maxSize < LEAST_SIZE) {
            throw new IllegalArgumentException("a reader needs room for " + LEAST_SIZE + " bytes, not " + maxSize);
        }
        this.source = source;
        this.maxSize = maxSize;
        this.budget = room;
    }

    /** How many bytes have arrived and are not consumed. */
    public int buffered() {
        return limit - position;
    }

    /** The byte at an offset from the first unconsumed one; {@code 0 <= offset < buffered()}. */
    public byte at(int offset) {
        return buffer[position + offset];
    }

    /** The array that holds the bytes, valid until the next {@link #fill}, {@link #read} or {@link #trim}. */
    public byte[] array() {
        return buffer;
    }

    /** Where in {@link #array} the first unconsumed byte is. */
    public int position() {
        return position;
    }

    /** The offset of the first such byte at or after {@code from}, or -1 if none has arrived. */
    public int indexOf(byte value, int from) {
        int index = ByteSearch.indexOf(buffer, position + from, limit, value);
        return index < 0 ? -1 : index - position;
    }

    /** A copy of the bytes from one offset to another. */
    public byte[] copy(int from, int to) {
        return Arrays.copyOfRange(buffer, position + from, position + to);
    }

    /** Consumes bytes that have arrived. */
    public void skip(int count) {
        if (count < 0 || count > buffered()) {
            throw new IndexOutOfBoundsException("cannot consume " + count + " of " + buffered() + " bytes");
        }
        position += count;
    }

    /**
     * Waits for at least one more byte.
     *
     * @return false at the end of input
     * @throws IOException if the peer is gone, a deadline has passed, or there is no {@link MemoryBudget} for more
     * @throws IllegalStateException if {@code maxSize} bytes are held already: the caller has a limit to check first
     */
    public boolean fill() throws IOException {
        makeRoom();
        int count = source.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            return false;
        }
        limit += count;
        lastReadFilledBuffer = limit == buffer.length;
        return true;
    }

    /** Whether the last read took all there was room for: more has arrived, most likely, and the next read does not wait. */
    public boolean lastReadFilledBuffer() {
        return lastReadFilledBuffer;
    }

    /**
     * Room for bytes at the beginning of {@link #array}, while none are held: for who reads without this reader's help, and
     * tells it with {@link #completeRead}.
     */
    public byte[] bufferForRead() {
        if (position < limit) {
            throw new IllegalStateException(buffered() + " bytes are held");
        }
        position = 0;
        limit = 0;
        enlargeIfFilled();
        return buffer;
    }

    /**
     * Says how many bytes were put into {@link #bufferForRead}.
     *
     * @return false if it was the end of input, -1
     */
    public boolean completeRead(int count) {
        limit = Math.max(0, count);
        lastReadFilledBuffer = limit == buffer.length;
        return count >= 0;
    }

    /**
     * Reads content: what is held first, else straight from the source without a copy.
     *
     * @return how many bytes were stored, at least 1; or -1 at the end of input
     * @throws IOException if the peer is gone, or a deadline has passed
     */
    public int read(byte[] into, int offset, int length) throws IOException {
        int held = buffered();
        if (held == 0) {
            if (length >= buffer.length) {
                return source.read(into, offset, length);
            }
            if (!fill()) {
                return -1;
            }
            held = buffered();
        }
        int count = Math.min(held, length);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    /** Called before a wait that may be long: gives a large empty buffer back. */
    public void trim() {
        if (position == limit) {
            position = 0;
            limit = 0;
            if (buffer.length > KEPT_SIZE) {
                release();
                buffer = new byte[FIRST_SIZE];
            }
        }
    }

    /** Gives back the room that it has taken, when nobody will read any more. */
    public void release() {
        budget.release(reserved);
        reserved = 0;
    }

    private void makeRoom() throws IOException {
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
            throw new IllegalStateException("holds " + limit + " bytes, the most it may");
        }
    }

    /** A peer that sends more at a time than the first size, in batches or in large heads, gets room for it in one read. */
    private void enlargeIfFilled() {
        int size = Math.min(maxSize, buffer.length * 2);
        if (lastReadFilledBuffer && buffer.length < size && size <= KEPT_SIZE) {
            buffer = Arrays.copyOf(buffer, size);
        }
    }
}
