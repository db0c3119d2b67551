package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The highest value seen. */
public final class Peak {
    private static final VarHandle HIGHEST = VarHandles.of(MethodHandles.lookup(), "highest", long.class);

    /** Only ever raised, by CAS. */
    private volatile long highest;

    /** Says that the value was reached. */
    public void reached(long value) {
        for (long seen = highest; value > seen; seen = highest) {
            if (HIGHEST.compareAndSet(this, seen, value)) {
                return;
            }
        }
    }

    /** The highest value so far, 0 if there was none above. */
    public long get() {
        return highest;
    }
}
