package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A number of units that many share: bytes of memory. What is taken is given back by whoever took it. */
public final class Quota {
    private static final VarHandle USED = VarHandles.of(MethodHandles.lookup(), "used", long.class);

    private final long total;

    /** From 0 to {@link #total}. Grows by CAS only, so that nobody ever sees more taken than there is. */
    private volatile long used;

    /** @param total how many there are, at least 0 */
    public Quota(long total) {
        this.total = total;
    }

    /** Takes some, all or none; at least 0. Never blocks. */
    public boolean tryAcquire(long units) {
        long seen;
        do {
            seen = used;
            if (units > total - seen) {
                return false;
            }
        } while (!USED.compareAndSet(this, seen, seen + units));
        return true;
    }

    /** Gives back what was taken. */
    public void release(long units) {
        USED.getAndAdd(this, -units);
    }

    /** How many are taken. */
    public long used() {
        return used;
    }
}
