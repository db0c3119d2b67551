package dev.heddle.concurrent;

import java.util.function.LongSupplier;

/**
 * The utilization of something that is busy or not, such as a {@link Baton}: the part of the time in which it is, since the beginning
 * and recently.
 *
 * <p><b>States.</b> The latest sample, and the fraction between the last two.
 *
 * <p><b>Threads.</b> The watchdog samples. Any thread reads.
 *
 * <p><b>Ordering.</b> One volatile field, written by one thread: a reader gets a number that was right a moment ago. No test is needed.
 */
public final class UtilizationMeter {
    private final LongSupplier busyNanos;
    private final long startedAt = System.nanoTime();

    /** The last sample. Confined to the sampling thread. */
    private long sampledAt = startedAt;

    private long sampledBusyNanos;

    /** The fraction between the last two samples. Written only by the sampling thread. */
    private volatile double recent;

    /** @param busyNanos the time for which it has been busy; only grows */
    public UtilizationMeter(LongSupplier busyNanos) {
        this.busyNanos = busyNanos;
    }

    /** Takes a sample. For one thread only. */
    public void sample() {
        long now = System.nanoTime();
        long busy = busyNanos.getAsLong();
        recent = fraction(busy - sampledBusyNanos, now - sampledAt);
        sampledAt = now;
        sampledBusyNanos = busy;
    }

    /** The time for which it has been busy, in nanoseconds. */
    public long busyNanos() {
        return busyNanos.getAsLong();
    }

    /** The part of the time since the beginning in which it was busy, 0 to 1. */
    public double sinceStart() {
        return fraction(busyNanos.getAsLong(), System.nanoTime() - startedAt);
    }

    /** The same between the last two samples. */
    public double recent() {
        return recent;
    }

    private static double fraction(long busy, long all) {
        return all <= 0 ? 0 : Math.min(1, (double) busy / all);
    }
}
