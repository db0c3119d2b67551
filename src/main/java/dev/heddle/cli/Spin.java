package dev.heddle.cli;

/** Keeps a processor busy: stands for a handler that computes. */
final class Spin {
    /**
     * A longer step between two looks at the clock was not ours: the system ran somebody else, or the JVM paused. No more than
     * this much of it is counted, so that it is processor time that passes, not waiting time.
     */
    private static final long LONGEST_STEP_NANOS = 20_000;

    private Spin() {}

    /**
     * Burns that much processor time on the calling thread, and never blocks.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    static void burn(long nanos) throws InterruptedException {
        long left = nanos;
        long before = System.nanoTime();
        while (left > 0) {
            long now = System.nanoTime();
            left -= Math.min(now - before, LONGEST_STEP_NANOS);
            before = now;
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("interrupted while burning processor time");
            }
        }
    }
}
