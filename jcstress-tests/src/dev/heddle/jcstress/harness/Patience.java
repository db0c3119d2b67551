package dev.heddle.jcstress.harness;

import java.util.concurrent.TimeUnit;

/**
 * How long a watcher waits for a change before it acts: a number of looks, at a fixed distance, and not a time on the clock. A watcher
 * that is late at its own look is on a busy machine, where the threads that it watches may have had no processor either: such a look
 * counts a tenth.
 *
 * <p>Confined to the watching thread.
 */
public final class Patience {
    private static final int ON_TIME = 10;
    private static final int LATE = 1;

    private final long stepNanos;
    private final int looks;
    private int counted;

    /**
     * @param stepMillis how far apart the looks are
     * @param looks how many looks on time use it up
     */
    public Patience(long stepMillis, int looks) {
        this.stepNanos = TimeUnit.MILLISECONDS.toNanos(stepMillis);
        this.looks = looks;
    }

    /** Begins anew: something has changed. */
    public void restart() {
        counted = 0;
    }

    /** Counts a look that came so long after the previous one. */
    public void look(long tookNanos) {
        counted += tookNanos < 2 * stepNanos ? ON_TIME : LATE;
    }

    /** Whether it is used up. */
    public boolean isOver() {
        return counted >= looks * ON_TIME;
    }
}
