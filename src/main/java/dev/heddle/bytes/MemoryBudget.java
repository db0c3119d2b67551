package dev.heddle.bytes;

import java.io.IOException;

/** Where buffers get the memory for more than the first little piece that each of them has. Safe for any thread. */
public interface MemoryBudget {
    /** Room without an end. */
    MemoryBudget UNBOUNDED = new MemoryBudget() {
        @Override
        public boolean tryReserve(int bytes) {
            return true;
        }

        @Override
        public void release(int bytes) {}

        @Override
        public IOException exhausted() {
            return new IOException("no room");
        }
    };

    /** Takes room for so many bytes more, to be given back. False if there is not that much. Never blocks. */
    boolean tryReserve(int bytes);

    /** Gives back what was taken. */
    void release(int bytes);

    /** What a reader throws that cannot go on without more. */
    IOException exhausted();
}
