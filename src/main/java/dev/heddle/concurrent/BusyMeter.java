package dev.heddle.concurrent;

/** How busy a {@link Turn} is: since the beginning, and of late. One thread samples it, everyone reads it. */
public final class BusyMeter {
    private final Turn turn;
    private final long startedAt = System.nanoTime();

    /** The last sample; only the sampling thread touches these. */
    private long sampledAt = startedAt;

    private long sampledBusyNanos;

    /** What came out of it. */
    private volatile double latest;

    /** @param turn whose time is measured */
    public BusyMeter(Turn turn) {
        this.turn = turn;
    }

    /** Takes a sample; by one thread only. */
    public void sample() {
        long now = System.nanoTime();
        long busy = turn.busyNanos();
        latest = fraction(busy - sampledBusyNanos, now - sampledAt);
        sampledAt = now;
        sampledBusyNanos = busy;
    }

    /** The part of the time since the beginning in which somebody had the turn, 0 to 1. */
    public double sinceStart() {
        return fraction(turn.busyNanos(), System.nanoTime() - startedAt);
    }

    /** The same between the last two samples. */
    public double latest() {
        return latest;
    }

    /** What is measured. */
    public Turn turn() {
        return turn;
    }

    private static double fraction(long busy, long all) {
        return all <= 0 ? 0 : Math.min(1, (double) busy / all);
    }
}
