package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How long a worker has been busy, while it is busy or idle.
 *
 * <p><b>States.</b> Busy or idle, in the lowest bit of one word. Idle: the other bits are the busy time. Busy: they are the time at which
 * the worker would have begun if it had never been idle, so that a reader needs nothing but the clock.
 *
 * <p><b>Threads.</b> The worker's thread, one at a time, says when it becomes busy or idle. Any thread reads.
 *
 * <p><b>Ordering.</b> One word, written by one thread at a time: a reader gets a number that was right a moment ago. No test is needed.
 */
public final class BusyTime {
    private static final VarHandle WORD = VarHandles.of(MethodHandles.lookup(), "word", long.class);

    private final long origin = System.nanoTime();

    /** Begins idle. */
    @SuppressWarnings("unused") // through WORD
    private long word;

    /** Says that the worker is busy from now on. */
    public void busy() {
        long seen = (long) WORD.getOpaque(this);
        if ((seen & 1) == 0) {
            WORD.setOpaque(this, ((now() - (seen >> 1)) << 1) | 1);
        }
    }

    /** Says that the worker is idle from now on. */
    public void idle() {
        long seen = (long) WORD.getOpaque(this);
        if ((seen & 1) == 1) {
            WORD.setOpaque(this, (now() - (seen >> 1)) << 1);
        }
    }

    /** The time for which the worker has been busy, in nanoseconds. */
    public long nanos() {
        long seen = (long) WORD.getOpaque(this);
        return (seen & 1) == 0 ? seen >> 1 : now() - (seen >> 1);
    }

    private long now() {
        return System.nanoTime() - origin;
    }
}
