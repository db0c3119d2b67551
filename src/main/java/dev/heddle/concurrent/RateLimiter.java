package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Admits one call in each interval, the first that comes: for a log line that must not flood. Never blocks.
 *
 * <p><b>States.</b> {@code next}, the time from which a call is admitted. The caller that advances it by CAS is admitted (MUTANTS.md 42).
 *
 * <p><b>Threads.</b> Any thread, with its own reading of {@link System#nanoTime}.
 *
 * <p><b>Ordering.</b> One field, nothing is published through it.
 */
public final class RateLimiter {
    private static final VarHandle NEXT = VarHandles.of(MethodHandles.lookup(), "next", long.class);

    private final long intervalNanos;

    /** The time, by {@link System#nanoTime}, from which the next call is admitted. */
    @SuppressWarnings("unused") // through NEXT
    private volatile long next;

    /** @param intervalNanos the least time between two admitted calls, in nanoseconds */
    public RateLimiter(long intervalNanos) {
        this.intervalNanos = intervalNanos;
        this.next = System.nanoTime();
    }

    /** Whether a call at that time, by {@link System#nanoTime}, is admitted. */
    public boolean tryAcquire(long now) {
        long seen = next;
        return now - seen >= 0 && NEXT.compareAndSet(this, seen, now + intervalNanos);
    }
}
