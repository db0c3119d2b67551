package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Lets one through in each interval, whoever comes first: a log line that must not flood. Never blocks. */
public final class RateLimiter {
    private static final VarHandle NEXT = VarHandles.of(MethodHandles.lookup(), "next", long.class);

    private final long intervalNanos;

    /** The time, by {@link System#nanoTime}, from which the next is let through. Advanced by CAS: its winner passes. */
    @SuppressWarnings("unused") // through NEXT
    private volatile long next;

    /** @param intervalNanos how far apart those are who are let through, in nanoseconds */
    public RateLimiter(long intervalNanos) {
        this.intervalNanos = intervalNanos;
        this.next = System.nanoTime();
    }

    /** Whether the caller is let through, at a time by {@link System#nanoTime}. */
    public boolean tryAcquire(long now) {
        long seen = next;
        return now - seen >= 0 && NEXT.compareAndSet(this, seen, now + intervalNanos);
    }
}
