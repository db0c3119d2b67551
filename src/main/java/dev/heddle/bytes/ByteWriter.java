package dev.heddle.bytes;

import java.io.IOException;
import java.util.Arrays;

/**
 * The output buffer of one connection: collects replies and sends them in as few writes as possible.
 *
 * <p>Replies to pipelined requests stay in the buffer until the reader is about to wait for more input ({@link
 * #flushCompleted}), so a batch of requests gets its replies in one write. A reply of which nothing has been sent can
 * be rolled back ({@link #rollback}): if a handler fails half-way through a short reply, the peer still gets a proper
 * error reply.
 *
 * <pre>
 *   begin() ── write()… ── end()          the reply is complete and may be sent
 *      └─────── write()… ── rollback()    the reply is discarded, unless parts of it have been sent
 * </pre>
 *
 * <p>Not thread-safe: it belongs to the thread that may write on the connection.
 *
 * {@snippet :
 * ByteArrayOutputStream sent = new ByteArrayOutputStream();
 * ByteWriter out = new ByteWriter(sent::write, 8192);
 * out.begin();
 * out.writeLatin1("answer: ");
 * out.writeDecimal(42);
 * out.end(); // before that, rollback() would have taken it back
 * out.flush();
 * }
 */
public final class ByteWriter {
    private static final int INITIAL_SIZE = 128;
    /** Largest buffer kept while idle. */
    private static final int KEPT_SIZE = 2048;
    /** Size of a buffer that is not charged to the budget. */
    private static final int FREE_SIZE = 4096;

    private static final byte[] NOTHING = {};

    private final ByteSink sink;
    private final int maxSize;
    private final MemoryBudget budget;
    private byte[] buffer = NOTHING;
    /** Bytes of the buffer that are charged to the budget. */
    private int reserved;

    /** Number of bytes in the buffer. */
    private int count;
    /** Largest {@link #count} of this buffer: after {@link #trim} the next one will probably need that size again. */
    private int peakCount;
    /** Bytes that the sink has taken, without interim responses. */
    private long sent;
    /** Index of the first byte of the reply in progress; the bytes in front of it belong to complete replies. */
    private int replyStart;
    /** Whether bytes of the reply in progress have been sent. */
    private boolean committed;
    /** Whether a write to the sink has failed: the peer reads nothing any more. */
    private boolean broken;

    /**
     * Creates a writer without a memory budget.
     *
     * @param sink receives the bytes
     * @param maxSize the largest size of the buffer in bytes; a longer reply is sent in parts and cannot be rolled back
     */
    public ByteWriter(ByteSink sink, int maxSize) {
        this(sink, maxSize, MemoryBudget.UNBOUNDED);
    }

    /**
     * Creates a writer.
     *
     * @param sink receives the bytes
     * @param maxSize the largest size of the buffer in bytes; a longer reply is sent in parts and cannot be rolled back
     * @param budget charged for the buffer's size beyond 4096 bytes; if it is exhausted, replies are sent in smaller
     *     parts
     */
    public ByteWriter(ByteSink sink, int maxSize, MemoryBudget budget) {
        this.sink = sink;
        this.maxSize = maxSize;
        this.budget = budget;
    }

    /** Begins a reply. */
    public void begin() {
        replyStart = count;
        committed = false;
    }

    /** Ends the reply in progress: it is complete and may be sent. */
    public void end() {
        replyStart = count;
        committed = false;
    }

    /**
     * Discards the reply in progress.
     *
     * @return false if parts of it have been sent, so that only closing the connection can tell the peer
     */
    public boolean rollback() {
        if (committed) {
            return false;
        }
        count = replyStart;
        return true;
    }

    /** Whether bytes of the reply in progress have been sent. */
    public boolean committed() {
        return committed;
    }

    /** Whether a write to the sink has failed: the peer is gone, or has not read within the write timeout. */
    public boolean broken() {
        return broken;
    }

    /** Whether the buffer is empty. */
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

    /** Appends a part of an array; a part of at least the buffer's largest size goes directly to the sink. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length >= maxSize) {
            flush();
            writeThrough(bytes, offset, length);
            return;
        }
        if (ensureCapacity(length)) {
            System.arraycopy(bytes, offset, buffer, count, length);
            count += length;
        } else {
            writeThrough(bytes, offset, length);
        }
    }

    private void writeThrough(byte[] bytes, int offset, int length) throws IOException {
        committed = true;
        toSink(bytes, offset, length);
        sent += length;
    }

    /** Appends text as ISO-8859-1, one byte for each character. */
    @SuppressWarnings("deprecation") // only getBytes(int, …) copies a Latin-1 string without an intermediate array
    public void writeLatin1(String text) throws IOException {
        int length = text.length();
        if (length >= maxSize || !ensureCapacity(length)) {
            write(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            return;
        }
        text.getBytes(0, length, buffer, count);
        count += length;
    }

    /** Appends a non-negative number in decimal. */
    public void writeDecimal(long number) throws IOException {
        ensureCapacity(20);
        count += Ascii.writeDecimal(number, buffer, count);
    }

    /** Appends a non-negative number in lower-case hexadecimal. */
    public void writeHex(long number) throws IOException {
        ensureCapacity(16);
        count += Ascii.writeHex(number, buffer, count);
    }

    /** How many bytes were written so far, whether they have been sent or not; those that could not be sent do not count. */
    public long position() {
        return sent + count;
    }

    /** The number of bytes of the reply in progress, as long as none of it have been sent. */
    public int replyLength() {
        return count - replyStart;
    }

    /**
     * Inserts bytes into the reply in progress.
     *
     * @param offset where, as {@link #replyLength} was there
     * @return false if parts of it have been sent, so that they cannot be changed
     */
    public boolean insert(int offset, byte[] bytes) throws IOException {
        if (committed || !ensureCapacity(bytes.length) || committed) {
            return false;
        }
        int at = replyStart + offset;
        System.arraycopy(buffer, at, buffer, at + bytes.length, count - at);
        System.arraycopy(bytes, 0, buffer, at, bytes.length);
        count += bytes.length;
        return true;
    }

    /** Sends the complete replies and keeps the reply in progress, which can still be rolled back. */
    public void flushCompleted() throws IOException {
        if (replyStart > 0) {
            send(replyStart);
        }
    }

    /** Sends the whole buffer; this commits the reply in progress, if there is one. */
    public void flush() throws IOException {
        if (count > replyStart) {
            committed = true;
        }
        if (count > 0) {
            send(count);
        }
    }

    /**
     * Sends an interim response immediately, ahead of the reply in progress.
     *
     * @throws IllegalStateException if bytes of the reply in progress have been sent
     */
    public void writeInterim(byte[] bytes) throws IOException {
        if (committed) {
            throw new IllegalStateException("reply already partly sent");
        }
        flushCompleted();
        toSink(bytes, 0, bytes.length);
    }

    /** Drops a large empty buffer. Called before a wait that may be long. */
    public void trim() {
        if (count == 0 && buffer.length > KEPT_SIZE) {
            release();
            buffer = NOTHING;
        }
    }

    /** Returns the reserved memory to the budget; called when the connection is no longer written. */
    public void release() {
        budget.release(reserved);
        reserved = 0;
    }

    private void send(int length) throws IOException {
        peakCount = Math.max(peakCount, count);
        int rest = count - length;
        try {
            toSink(buffer, 0, length);
            sent += length;
        } finally {
            // Also after a failure: bytes that could not be sent are never sent again.
            System.arraycopy(buffer, length, buffer, 0, rest);
            count = rest;
            replyStart = Math.max(0, replyStart - length);
        }
    }

    private void toSink(byte[] bytes, int offset, int length) throws IOException {
        try {
            sink.write(bytes, offset, length);
        } catch (IOException | RuntimeException | Error e) {
            broken = true; // Whatever has failed, out of memory too: what was to be sent is lost.
            throw e;
        }
    }

    /** Ensures space for more bytes. Returns false if the budget is exhausted; the buffer is then empty. */
    private boolean ensureCapacity(int more) throws IOException {
        if (buffer.length - count >= more) {
            return true;
        }
        if (count + more > maxSize) {
            // Complete replies first: a short reply after a long batch can then still be rolled back.
            flushCompleted();
        }
        if (count + more > maxSize) {
            flush();
        }
        if (buffer.length - count < more) {
            int wanted = Math.max(count + more, Math.max(INITIAL_SIZE, buffer.length * 2));
            if (buffer.length == 0) {
                wanted = Math.max(wanted, peakCount);
                peakCount = 0;
            }
            return growTo(Math.min(maxSize, wanted)) || flushForSpace(more);
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

    private boolean flushForSpace(int more) throws IOException {
        flush();
        return buffer.length >= more || (more <= FREE_SIZE && growTo(FREE_SIZE));
    }
}
