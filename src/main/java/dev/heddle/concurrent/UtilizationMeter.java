package dev.heddle.concurrent;

/** How busy a {@link Baton} is: since the beginning, and of late. One thread samples it, everyone reads it. */
public final class UtilizationMeter {
    private final Baton baton;
    private final long startedAt = System.nanoTime();

    /** The last sample; only the sampling thread touches these. */
    private long sampledAt = startedAt;

    private long sampledBusyNanos;

    /** What came out of it. */
    private volatile double recent;

    /** @param turn whose time is measured */
    public UtilizationMeter(Baton turn) {
        this.baton = turn;
    }

    /** Takes a sample; by one thread only. */
    public void sample() {
        long now = System.nanoTime();
        long busy = baton.busyNanos();
        recent = fraction(busy - sampledBusyNanos, now - sampledAt);
        sampledAt = now;
        sampledBusyNanos = busy;
    }

    /** The part of the time since the beginning in which somebody had the turn, 0 to 1. */
    public double sinceStart() {
        return fraction(baton.busyNanos(), System.nanoTime() - startedAt);
    }

    /** The same between the last two samples. */
    public double recent() {
        return recent;
    }

    /** What is measured. */
    public Baton baton() {
        return baton;
    }

    private static double fraction(long busy, long all) {
        return all <= 0 ? 0 : Math.min(1, (double) busy / all);
    }
}
