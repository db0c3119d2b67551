package dev.heddle.concurrent;

/**
 * A monotonic clock that is advanced a few times a second, so that reading it costs one load: deadlines of seconds need no
 * better. One thread advances it, everyone reads it.
 */
public final class CoarseClock {
    /** Milliseconds since the clock was made. Never goes back, whatever is done to the time of day. */
    private volatile long now;

    private final long origin = System.nanoTime();

    /** Milliseconds since the clock was made, as of the last {@link #tick}. */
    public long millis() {
        return now;
    }

    /** Advances the clock to the true time. */
    public void tick() {
        now = (System.nanoTime() - origin) / 1_000_000;
    }
}
