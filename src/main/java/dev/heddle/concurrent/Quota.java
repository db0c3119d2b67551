package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A bounded number of units that many threads share, such as bytes of memory.
 *
 * <p><b>States.</b> {@code used}, from 0 to {@code total}. It grows by CAS only, so that no thread ever sees more used than there is
 * (MUTANTS.md 57 and 59), and shrinks by an atomic addition (MUTANTS.md 58).
 *
 * <p><b>Threads.</b> Every connection's thread acquires, and releases what it has acquired; so does that which handles a request for a file,
 * and that which adds a line to an access log; the log's writer releases that.
 *
 * <p><b>Ordering.</b> One field, nothing is published through it.
 */
public final class Quota {
    private static final VarHandle USED = VarHandles.of(MethodHandles.lookup(), "used", long.class);

    private final long total;

    /** The number of units in use, from 0 to {@link #total}. */
    private volatile long used;

    /** @param total the number of units, at least 0 */
    public Quota(long total) {
        this.total = total;
    }

    /** Acquires all of a number of units, at least 0, or none. Never blocks. */
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

    /** Releases units that were acquired. */
    public void release(long units) {
        long before = (long) USED.getAndAdd(this, -units);
        assert before >= units : "released " + units + " units, of which only " + before + " were in use";
    }

    /** The number of units in use. */
    public long used() {
        return used;
    }
}
