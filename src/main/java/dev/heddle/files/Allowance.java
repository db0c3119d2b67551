package dev.heddle.files;

import dev.heddle.concurrent.Quota;

/**
 * What all responses of a handler may hold together: bytes of memory for contents on their way, and open files.
 *
 * @param memory bytes
 * @param files open files
 */
record Allowance(Quota memory, Quota files) {
    /** What a response may use in any case, however little is left: it is part of what a message in flight is reckoned at. */
    static final int MIN_BUFFER_BYTES = 4096;

    /** Buffers of that size make system calls rare; larger ones would leave the processor's cache. */
    private static final int MAX_BUFFER_BYTES = 65_536;

    /** A buffer that belongs to one response until it is closed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Buffer(byte[] bytes, Quota memory, int counted) implements AutoCloseable {
        @Override
        public void close() {
            memory.release(counted);
        }
    }

    /** Takes a buffer for so many bytes: smaller than them if they are many, or if little memory is left. */
    Buffer buffer(long wanted) {
        int size = Math.clamp(wanted, 1, MAX_BUFFER_BYTES);
        if (size > MIN_BUFFER_BYTES && memory.tryAcquire(size)) {
            try {
                return new Buffer(new byte[size], memory, size);
            } catch (OutOfMemoryError e) {
                memory.release(size);
                throw e;
            }
        }
        return new Buffer(new byte[Math.min(size, MIN_BUFFER_BYTES)], memory, 0);
    }
}
