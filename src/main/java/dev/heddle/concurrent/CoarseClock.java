package dev.heddle.concurrent;

import java.util.concurrent.TimeUnit;

/**
 * A monotonic clock that is advanced a few times a second, so that reading it costs one load: deadlines of seconds need no
 * better. With it goes the second of the day's clock, for dates.
 *
 * <p>When the advancing thread gets no processor for a while, or the machine sleeps, the clock lags. A bound on its step keeps it from
 * catching up at once: a deadline that was set by a clock that lags would pass too early by as much as the clock jumps.
 *
 * <p><b>States.</b> The time, which only grows, and the second, which is whatever the machine's clock is set to.
 *
 * <p><b>Threads.</b> The watchdog advances it. Any thread reads it.
 *
 * <p><b>Ordering.</b> Two volatile fields that have nothing to do with each other, written by one thread: a reader gets a time that was
 * right a moment ago. No test is needed.
 */
public final class CoarseClock {
    private final long maxStepNanos;

    /** Milliseconds since the clock was made. Written only by the advancing thread; independent of the time of day. */
    private volatile long now;

    /** Seconds since 1970, by the machine's clock. Written only by the advancing thread. */
    private volatile long second = System.currentTimeMillis() / 1000;

    /** {@link #now} in nanoseconds. Confined to the advancing thread. */
    private long nowNanos;

    /** The time, by {@link System#nanoTime}, of the last tick. Confined to the advancing thread. */
    private long tickedAt = System.nanoTime();

    /** A clock that shows the true time since it was made. */
    public CoarseClock() {
        this.maxStepNanos = Long.MAX_VALUE;
    }

    /** @param maxStepMillis the most that a tick advances it by; time beyond that is dropped */
    public CoarseClock(long maxStepMillis) {
        this.maxStepNanos = TimeUnit.MILLISECONDS.toNanos(maxStepMillis);
    }

    /** Milliseconds since the clock was made, as of the last {@link #tick}. */
    public long millis() {
        return now;
    }

    /** Seconds since 1970 by the machine's clock, as of the last {@link #tick}: for dates, not for durations, as that clock may be set. */
    public long epochSecond() {
        return second;
    }

    /** Advances the clock by the time that has passed. For one thread only. */
    public void tick() {
        long time = System.nanoTime();
        nowNanos += Math.min(time - tickedAt, maxStepNanos);
        tickedAt = time;
        now = TimeUnit.NANOSECONDS.toMillis(nowNanos);
        second = System.currentTimeMillis() / 1000;
    }
}
