package dev.heddle.concurrent;

/**
 * The utilization of a {@link Baton}: the part of the time in which it is held, since the beginning and recently.
 *
 * <p><b>States.</b> The latest sample, and the fraction between the last two.
 *
 * <p><b>Threads.</b> The watchdog samples. Any thread reads.
 *
 * <p><b>Ordering.</b> One volatile field, written by one thread: a reader gets a number that was right a moment ago. No test is needed.
 */
public final class UtilizationMeter {
    private final Baton baton;
    private final long startedAt = System.nanoTime();

    /** The last sample. Confined to the sampling thread. */
    private long sampledAt = startedAt;

    private long sampledBusyNanos;

    /** The fraction between the last two samples. Written only by the sampling thread. */
    private volatile double recent;

    /** @param baton the one to measure */
    public UtilizationMeter(Baton baton) {
        this.baton = baton;
    }

    /** Takes a sample. For one thread only. */
    public void sample() {
        long now = System.nanoTime();
        long busy = baton.busyNanos();
        recent = fraction(busy - sampledBusyNanos, now - sampledAt);
        sampledAt = now;
        sampledBusyNanos = busy;
    }

    /** The part of the time since the beginning in which the baton was held, 0 to 1. */
    public double sinceStart() {
        return fraction(baton.busyNanos(), System.nanoTime() - startedAt);
    }

    /** The same between the last two samples. */
    public double recent() {
        return recent;
    }

    /** The measured baton. */
    public Baton baton() {
        return baton;
    }

    private static double fraction(long busy, long all) {
        return all <= 0 ? 0 : Math.min(1, (double) busy / all);
    }
}
