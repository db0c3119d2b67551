package dev.heddle.soak;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program that fills its heap. */
final class FullHeap {
    /** Larger than any heap: the first failure comes while there is memory for what the JVM does once when it catches one. */
    private static final int LARGEST_BLOCK = Integer.MAX_VALUE;

    private static final int SMALLEST_BLOCK = 16;
    private static final @Nullable Object[] NONE = new @Nullable Object[0];

    /** The blocks held, each with a link to the one before: a list would need memory of its own. */
    private static @Nullable Object[] latest = NONE;

    private FullHeap() {}

    /**
     * Fills the heap to the last bytes, again and again for so long, and then lets everything go.
     *
     * @return how often memory ran out
     */
    static int hold(long millis) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        int exhausted = 0;
        int block = LARGEST_BLOCK;
        while (System.nanoTime() - until < 0) {
            try {
                @Nullable Object[] next = new @Nullable Object[block];
                next[0] = latest;
                latest = next;
            } catch (OutOfMemoryError e) {
                exhausted++;
                block = Math.max(SMALLEST_BLOCK, block / 2);
            }
        }
        latest = NONE; // Allocates nothing: that could fail.
        return exhausted;
    }
}
