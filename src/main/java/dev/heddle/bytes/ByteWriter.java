package dev.heddle.bytes;

import java.io.IOException;
import java.util.Arrays;

/**
 * The output of one connection: replies gather here and leave in as few writes as possible.
 *
 * <p>Two things are special. Replies to pipelined requests stay in the buffer until the reader is about to wait for
 * more input ({@link #flushCompleted}), so that a batch of requests is answered with one write. And a reply that is not
 * on its way yet can be taken back ({@link #rollback}), so that a handler that fails half-way through a short reply
 * still gives the peer a proper error.
 *
 * <pre>
 *   begin() ── write()… ── end()          the reply is complete and may leave
 *      └─────── write()… ── rollback()    it never was, unless it had grown too large to be held
 * </pre>
 *
 * <p>Not thread-safe: it belongs to the thread whose turn it is to write.
 */
public final class ByteWriter {
    private static final int FIRST_SIZE = 128;
    /** A buffer up to this size is kept through a wait: an idle connection holds no more, and most never need so much. */
    private static final int KEPT_SIZE = 2048;
    /** A buffer up to this size is not counted. */
    private static final int FREE_SIZE = 4096;

    private static final byte[] NOTHING = {};

    private final ByteSink sink;
    private final int maxSize;
    private final MemoryBudget budget;
    private byte[] buffer = NOTHING;
    /** How much of the buffer was taken from the room. */
    private int reserved;

    private int count;
    /** The most that was held since the last wait, and so is likely to be needed again after the next one. */
    private int most;
    /** Where the reply in progress begins in the buffer; what is before it is complete. */
    private int begun;
    /** Whether bytes of the reply in progress have left. */
    private boolean committed;
    /** Whether the sink has failed: nobody takes anything any more. */
    private boolean broken;

    /**
     * @param sink where the bytes go
     * @param maxSize the most bytes held at a time, in bytes: a longer reply leaves in parts and can no longer be taken
     *     back
     */
    public ByteWriter(ByteSink sink, int maxSize) {
        this(sink, maxSize, MemoryBudget.UNBOUNDED);
    }

    /**
     * @param sink where the bytes go
     * @param maxSize the most bytes held at a time, in bytes
     * @param room where it gets memory beyond the first 4096 bytes; without it replies leave in smaller parts
     */
    public ByteWriter(ByteSink sink, int maxSize, MemoryBudget room) {
        this.sink = sink;
        this.maxSize = maxSize;
        this.budget = room;
    }

    /** Begins a reply. */
    public void begin() {
        begun = count;
        committed = false;
    }

    /** Ends the reply in progress: it may leave now. */
    public void end() {
        begun = count;
        committed = false;
    }

    /**
     * Takes the reply in progress back.
     *
     * @return false if parts of it have left already, so that nothing but closing the connection can tell the peer
     */
    public boolean rollback() {
        if (committed) {
            return false;
        }
        count = begun;
        return true;
    }

    /** Whether bytes of the reply in progress have left. */
    public boolean committed() {
        return committed;
    }

    /** Whether a write has failed: the peer is gone, or was given up. */
    public boolean broken() {
        return broken;
    }

    /** Whether nothing waits to leave. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Appends one byte. */
    public void write(int value) throws IOException {
        ensureCapacity(1);
        buffer[count++] = (byte) value;
    }

    /** Appends an array. */
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /** Appends a part of an array; a part larger than the buffer goes straight through. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length >= maxSize) {
            flush();
            through(bytes, offset, length);
            return;
        }
        if (ensureCapacity(length)) {
            System.arraycopy(bytes, offset, buffer, count, length);
            count += length;
        } else {
            through(bytes, offset, length);
        }
    }

    private void through(byte[] bytes, int offset, int length) throws IOException {
        committed = true;
        toSink(bytes, offset, length);
    }

    /** Appends text of which each character is one byte (ISO-8859-1). */
    @SuppressWarnings(
            "deprecation") // getBytes(int, …) is the one way to copy a Latin-1 string without an array between
    public void writeLatin1(String text) throws IOException {
        int length = text.length();
        if (length >= maxSize || !ensureCapacity(length)) {
            write(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            return;
        }
        text.getBytes(0, length, buffer, count);
        count += length;
    }

    /** Appends a number in decimal; not negative. */
    public void writeDecimal(long number) throws IOException {
        ensureCapacity(20);
        count += Ascii.writeDecimal(number, buffer, count);
    }

    /** Appends a number in hexadecimal; not negative. */
    public void writeHex(long number) throws IOException {
        ensureCapacity(16);
        count += Ascii.writeHex(number, buffer, count);
    }

    /** Sends what is complete and keeps the reply in progress, which may still be taken back. */
    public void flushCompleted() throws IOException {
        if (begun > 0) {
            send(begun);
        }
    }

    /** Sends everything; the reply in progress, if any, is committed by it. */
    public void flush() throws IOException {
        if (count > begun) {
            committed = true;
        }
        if (count > 0) {
            send(count);
        }
    }

    /**
     * Sends something ahead of the reply in progress, at once: an interim response.
     *
     * @throws IllegalStateException if the reply in progress is on its way already
     */
    public void writeInterim(byte[] bytes) throws IOException {
        if (committed) {
            throw new IllegalStateException("the reply has begun to leave");
        }
        flushCompleted();
        toSink(bytes, 0, bytes.length);
    }

    /** Called before a wait that may be long: gives a large empty buffer back. */
    public void trim() {
        if (count == 0 && buffer.length > KEPT_SIZE) {
            release();
            buffer = NOTHING;
        }
    }

    /** Gives back the room that it has taken, when nobody will write any more. */
    public void release() {
        budget.release(reserved);
        reserved = 0;
    }

    private void send(int length) throws IOException {
        most = Math.max(most, count);
        int rest = count - length;
        try {
            toSink(buffer, 0, length);
        } finally {
            // Also when it failed: what could not be sent is never sent again.
            System.arraycopy(buffer, length, buffer, 0, rest);
            count = rest;
            begun = Math.max(0, begun - length);
        }
    }

    private void toSink(byte[] bytes, int offset, int length) throws IOException {
        try {
            sink.write(bytes, offset, length);
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    /** False if so much cannot be held for want of memory: nothing is held then. */
    private boolean ensureCapacity(int more) throws IOException {
        if (buffer.length - count >= more) {
            return true;
        }
        if (count + more > maxSize) {
            // First only what is complete: a short reply behind a long batch can still be taken back.
            flushCompleted();
        }
        if (count + more > maxSize) {
            flush();
        }
        if (buffer.length - count < more) {
            int wanted = Math.max(count + more, Math.max(FIRST_SIZE, buffer.length * 2));
            if (buffer.length == 0) {
                wanted = Math.max(wanted, most);
                most = 0;
            }
            return growTo(Math.min(maxSize, wanted)) || sendWithoutMemory(more);
        }
        return true;
    }

    private boolean growTo(int size) {
        int needed = Math.max(0, size - FREE_SIZE) - reserved;
        if (needed > 0) {
            if (!budget.tryReserve(needed)) {
                return false;
            }
            reserved += needed;
        }
        buffer = Arrays.copyOf(buffer, size);
        return true;
    }

    private boolean sendWithoutMemory(int more) throws IOException {
        flush();
        return buffer.length >= more || (more <= FREE_SIZE && growTo(FREE_SIZE));
    }
}
