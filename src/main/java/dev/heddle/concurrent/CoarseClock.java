package dev.heddle.concurrent;

import java.util.concurrent.TimeUnit;

/**
 * A monotonic clock that is advanced a few times a second, so that reading it costs one load: deadlines of seconds need no
 * better. One thread advances it, everyone reads it.
 *
 * <p>When that thread gets no processor for a while, or the machine sleeps, the clock lags behind. It may be told not to catch
 * up at once: a deadline that was set by a clock that lags would pass too early by as much as it jumps.
 */
public final class CoarseClock {
    private final long maxStepNanos;

    /** Milliseconds on the clock. Never goes back, whatever is done to the time of day. */
    private volatile long now;

    /** The same in nanoseconds, and when it was advanced to that; only the advancing thread touches these. */
    private long nowNanos;

    private long tickedAt = System.nanoTime();

    /** A clock that shows the true time since it was made. */
    public CoarseClock() {
        this.maxStepNanos = Long.MAX_VALUE;
    }

    /** @param maxStepMillis how far it is advanced at a time at most; what is beyond is lost */
    public CoarseClock(long maxStepMillis) {
        this.maxStepNanos = TimeUnit.MILLISECONDS.toNanos(maxStepMillis);
    }

    /** Milliseconds since the clock was made, as of the last {@link #tick}. */
    public long millis() {
        return now;
    }

    /** Advances the clock by the time that has passed. */
    public void tick() {
        long time = System.nanoTime();
        nowNanos += Math.min(time - tickedAt, maxStepNanos);
        tickedAt = time;
        now = TimeUnit.NANOSECONDS.toMillis(nowNanos);
    }
}
