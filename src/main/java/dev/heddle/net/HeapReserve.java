package dev.heddle.net;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A block of the heap that is kept for the time when the heap is full, from the watchdog's first tick on. Any thread that runs out of memory calls {@link #exhausted}, which
 * allocates nothing. At its next tick the watchdog lets the block go, so that there is memory to close connections with, and evicts
 * connections until the block can be allocated again.
 */
public final class HeapReserve {
    /** The part of the heap that is kept: one in this many. */
    private static final int PART = 64;

    private final int size;
    private final AtomicBoolean exhausted = new AtomicBoolean();

    /** The block; null before the first tick, and while the heap is full. Only for the watchdog. */
    private byte @Nullable [] block;

    /** @param heapBytes the size of the heap */
    HeapReserve(long heapBytes) {
        this.size = (int) Math.min(heapBytes / PART, 8 << 20);
    }

    /** The size of the block; 0 while there is none. For the watchdog, and for tests. */
    int heldBytes() {
        return block == null ? 0 : block.length;
    }

    /** Notes that a thread has run out of memory. */
    public void exhausted() {
        exhausted.set(true);
    }

    /**
     * Lets the block go, or allocates it: not when a server is opened, as the pages of a new block may take longer than the rest of that.
     * Called by the watchdog at every tick.
     *
     * @return whether the heap is full: connections have to be closed
     */
    boolean isHeapFull() {
        if (exhausted.getAndSet(false)) {
            block = null;
            return true;
        }
        if (block == null) {
            try {
                block = new byte[size];
            } catch (OutOfMemoryError e) {
                return true;
            }
        }
        return false;
    }
}
