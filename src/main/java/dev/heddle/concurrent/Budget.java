package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A number of units that many share: octets of memory. What is taken is given back by whoever took it. */
public final class Budget {
    private static final VarHandle TAKEN = Handles.of(MethodHandles.lookup(), "taken", long.class);

    private final long total;

    /** From 0 to {@link #total}. Grows by CAS only, so that nobody ever sees more taken than there is. */
    private volatile long taken;

    /** @param total how many there are, at least 0 */
    public Budget(long total) {
        this.total = total;
    }

    /** Takes some, all or none; at least 0. Never blocks. */
    public boolean tryTake(long units) {
        long seen;
        do {
            seen = taken;
            if (units > total - seen) {
                return false;
            }
        } while (!TAKEN.compareAndSet(this, seen, seen + units));
        return true;
    }

    /** Gives back what was taken. */
    public void giveBack(long units) {
        TAKEN.getAndAdd(this, -units);
    }

    /** How many are taken. */
    public long taken() {
        return taken;
    }
}
