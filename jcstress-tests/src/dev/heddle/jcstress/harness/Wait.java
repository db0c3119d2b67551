package dev.heddle.jcstress.harness;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The guard around whatever may block in a test: makes a lost wake-up an outcome, within a second or two, instead of a hang.
 *
 * <p>The waits of the server are uninterruptible on purpose, so a guard cannot simply interrupt. What it can do for a thread that
 * is parked although what it waits for has come is to wake it: then the wait ends, and the guard knows that it was not
 * ended by whoever should have. In this order, a moment apart: unpark; interrupt, for implementations whose waits end by
 * that; and where neither helps, what was waited for never came: the guard says so and ends the forked JVM, which is a
 * failure of the test as well.
 *
 * <p>The guard measures time, never turns of a loop: the other actor may have lost its processor. Nothing in {@link #ended} is a
 * fence on the side that follows the wait's own announcement, so that it hides no missing one.
 */
public final class Wait {
    /** Says in an outcome that a wait was not ended by whoever should have. */
    public static final int LOST = -1;

    /** For the wait of the actor that comes first, and of the other: two that wait at once need a guard each. */
    public static final Wait FIRST = new Wait("the first actor");

    /** See {@link #FIRST}. */
    public static final Wait SECOND = new Wait("the second actor");

    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final long STEP_MILLIS = 50;
    private static final long NEXT_MEANS_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Wait.class, "count", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String who;

    /** Odd during a wait. Written by the waiting thread (release). */
    private long count;

    /** Who waits; valid where count is odd. */
    private Thread waiting = Thread.currentThread();

    /** The count of the wait that the watcher has ended. */
    private volatile long rescued = -1;

    /** Whether a wait was lost: every later one of this JVM is refused at once, or a test would last for hours. */
    private volatile boolean lost;

    private Wait(String who) {
        this.who = who;
        Thread watcher = new Thread(this::watch, "guard of " + who);
        watcher.setDaemon(true);
        watcher.start();
    }

    /** What may block. */
    @FunctionalInterface
    public interface Blocking {
        /** Waits for something. */
        void run() throws InterruptedException;
    }

    /**
     * Runs something that may block.
     *
     * @return false if it did not end by itself, or was not begun since an earlier one did not
     */
    public boolean ended(Blocking wait) {
        if (lost) {
            return false;
        }
        long mine = count + 1;
        if (waiting != Thread.currentThread()) {
            waiting = Thread.currentThread();
        }
        COUNT.setRelease(this, mine);
        try {
            wait.run();
        } catch (InterruptedException e) {
            // Only the watcher interrupts a wait that an interrupt may end.
            lost = true;
        }
        COUNT.setRelease(this, mine + 1);
        if (rescued == mine) {
            Thread.interrupted();
            lost = true;
        }
        return !lost;
    }

    private void watch() {
        long seen = 0;
        long since = System.nanoTime();
        while (true) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS));
            long now = (long) COUNT.getAcquire(this);
            if (now != seen || now % 2 == 0) {
                seen = now;
                since = System.nanoTime();
                continue;
            }
            long waited = System.nanoTime() - since;
            if (waited > PATIENCE_NANOS + 2 * NEXT_MEANS_NANOS) {
                System.err.println("Stranded: " + who + " waits, and neither a wake-up nor an interrupt ends it.");
                for (StackTraceElement at : waiting.getStackTrace()) {
                    System.err.println("    at " + at);
                }
                System.err.flush();
                Runtime.getRuntime().halt(86);
            } else if (waited > PATIENCE_NANOS + NEXT_MEANS_NANOS) {
                waiting.interrupt();
            } else if (waited > PATIENCE_NANOS) {
                rescued = now;
                LockSupport.unpark(waiting);
            }
        }
    }
}
