package dev.heddle.lab.simulate;

/** The greatest speed of processors that was seen. For one thread. */
final class FullSpeed {
    /** What is at least this part of it counts as full. */
    private static final double FULL = 0.92;

    private long fastest;

    /** Takes note of a speed. */
    void add(long speed) {
        fastest = Math.max(fastest, speed);
    }

    /** Whether a speed is about the greatest. */
    boolean isReachedBy(long speed) {
        return speed >= FULL * fastest;
    }
}
