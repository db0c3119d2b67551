package dev.heddle.bytes;

import java.io.IOException;

/**
 * The memory that all connections' buffers share, beyond the small part that each has for itself. Thread-safe.
 *
 * {@snippet :
 * ByteReader in = new ByteReader(InputStream.nullInputStream()::read, 8192, MemoryBudget.UNBOUNDED);
 * }
 */
public interface MemoryBudget {
    /** A budget without a bound. */
    MemoryBudget UNBOUNDED = new MemoryBudget() {
        @Override
        public boolean tryReserve(int bytes) {
            return true;
        }

        @Override
        public void release(int bytes) {}

        @Override
        public IOException exhausted() {
            return new IOException("memory budget exhausted");
        }
    };

    /**
     * Reserves memory, to be returned with {@link #release}. Never blocks.
     *
     * @return false if the budget has fewer bytes left; nothing is reserved then
     */
    boolean tryReserve(int bytes);

    /** Returns reserved bytes. */
    void release(int bytes);

    /** Creates the exception that a reader throws if it cannot go on without more memory. */
    IOException exhausted();
}
