package dev.heddle.net;

import dev.heddle.bytes.MemoryBudget;
import dev.heddle.concurrent.Quota;
import dev.heddle.protocol.OverloadException;
import java.io.IOException;

/**
 * The memory that the buffers of all connections may hold beyond what idle connections hold.
 *
 * @param bytes the quota that all connections share
 * @param limit the whole of the quota, in bytes
 */
public record BufferBudget(Quota bytes, long limit) implements MemoryBudget {
    @Override
    public boolean tryReserve(int more) {
        return bytes.tryAcquire(more);
    }

    @Override
    public void release(int less) {
        bytes.release(less);
    }

    /** Whether less than one part of so many is left. */
    boolean isNearlyExhausted(int parts) {
        return bytes.used() > limit - limit / parts;
    }

    @Override
    public IOException exhausted() {
        return new OverloadException("buffer memory limit (" + limit + " bytes) reached");
    }
}
