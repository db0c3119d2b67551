package dev.heddle.cli;

/** Uses processor time: simulates a handler that computes. */
final class Spin {
    /**
     * The most that one step between two readings of the clock counts. In a longer step the system ran another thread or the JVM
     * paused: that was not processor time of this thread.
     */
    private static final long LONGEST_STEP_NANOS = 20_000;

    private Spin() {}

    /**
     * Uses that much processor time on the calling thread. Never blocks.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    static void spin(long nanos) throws InterruptedException {
        long left = nanos;
        long before = System.nanoTime();
        while (left > 0) {
            long now = System.nanoTime();
            left -= Math.min(now - before, LONGEST_STEP_NANOS);
            before = now;
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("interrupted while spinning");
            }
        }
    }

    /** The same for work that cannot be given up: an interrupt ends it early, and stays. */
    static void spinOrKeepInterrupt(long nanos) {
        try {
            spin(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
