package dev.heddle.jcstress.harness;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The guard around a wait in a test: turns a lost wake-up into an outcome, within some seconds, instead of a hang.
 *
 * <p>A wait that does not end is a suspicion. It becomes a verdict when two things are certain:
 *
 * <ol>
 *   <li>No actor is left that could end it: every other has done its part and had the processor time to go on if it could, or is blocked in
 *       a wait that does not end either: see {@link Actors}.
 *   <li>The waiting thread has not been woken, to then get no processor: it stays blocked while its guard, a thread on the same
 *       processors, runs fifteen times. Where the guard itself runs late, it waits ten times longer: see {@link Patience}.
 * </ol>
 *
 * A wake-up that is lost stays lost, however long one waits, so this rule misses none.
 *
 * <p>The waits of the server are uninterruptible, so a guard cannot simply interrupt. In this order, a moment apart, it tries to unpark
 * the thread; to interrupt it, for implementations whose waits end by that; and if neither helps, what was waited for never came: the
 * guard says so and ends the JVM, which is a failure of the test as well.
 *
 * <p>Nothing in {@link #ended} is a fence between the wait's own writes and reads, so the guard hides no missing one.
 */
public final class Wait {
    /** The outcome of a wait that was not ended by the other actor. */
    public static final int LOST = -1;

    /** For the wait of the first actor, and of the second: two that wait at the same time need a guard each. */
    public static final Wait FIRST = new Wait("the first actor");

    /** See {@link #FIRST}. */
    public static final Wait SECOND = new Wait("the second actor");

    private static final long STEP_MILLIS = 50;

    /** Fewer where broken twins are tried by the dozen, and a wait that counts as lost by mistake breaks no build. */
    private static final int LOOKS = Integer.getInteger("heddle.jcstress.looks", 15);

    private static final int LOOKS_AFTER_ENDING = 6;
    private static final int ROUNDS_ALONE = 10;
    private static final long NOT_ALONE = -1;
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Wait.class, "count", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String actor;
    private final int looks;

    /** Odd during a wait. Written by the waiting thread (release). */
    private long count;

    /** The waiting thread; valid where count is odd. */
    private @Nullable Thread waiting;

    /** The guard. Written by the waiting thread; a guard that is not the latest ends. */
    private volatile @Nullable Thread guard;

    /** The count of a wait that has outlasted the guard's patience with its thread blocked. Written only by the guard. */
    private volatile long outlasted = -1;

    /** The count of the wait that the guard has ended. Written only by the guard. */
    private volatile long rescued = -1;

    /** Whether a wait was lost: every later one of this test is skipped, or it would last for hours. */
    private volatile boolean lost;

    private Wait(String actor) {
        this(actor, LOOKS);
    }

    /** @param looks how often the guard looks before it suspects, and again before it is certain */
    Wait(String actor, int looks) {
        this.actor = actor;
        this.looks = looks;
    }

    /** A wait. */
    @FunctionalInterface
    public interface Blocking {
        /** Waits for something. */
        void run() throws InterruptedException;
    }

    /**
     * Runs something that may block.
     *
     * @return false if it did not end by itself, or was skipped since an earlier one did not
     */
    public boolean ended(Blocking wait) {
        if (lost) {
            return false;
        }
        long mine = count + 1;
        if (waiting != Thread.currentThread()) {
            adopt(Thread.currentThread());
        }
        COUNT.setRelease(this, mine);
        try {
            wait.run();
        } catch (InterruptedException e) {
            // Only the guard interrupts a wait that an interrupt may end.
            lost = true;
        }
        COUNT.setRelease(this, mine + 1);
        if (rescued == mine) {
            Thread.interrupted();
            lost = true;
        }
        return !lost;
    }

    /** Starts a guard from the waiting thread, so that it inherits the processors that jcstress has bound that thread to. */
    private void adopt(Thread thread) {
        waiting = thread;
        if (guard == null || !thread.isVirtual()) {
            Thread made = new Thread(this::watch, "guard of " + actor);
            made.setDaemon(true);
            guard = made;
            made.start();
        }
    }

    private void watch() {
        Patience patience = new Patience(STEP_MILLIS, looks);
        Actors actors = new Actors();
        long seen = 0;
        long othersCount = NOT_ALONE;
        int rounds = 0;
        while (guard == Thread.currentThread()) {
            step(patience);
            long current = count();
            if (current != seen || current % 2 == 0) {
                seen = current;
                othersCount = NOT_ALONE;
                actors.restart();
                patience.restart();
                continue;
            }
            if (!patience.isOver()) {
                continue;
            }
            outlasted = isBlocked() ? current : -1;
            long others = other().count();
            Actors.Others state = actors.look(waiting, other()::hasOutlasted);
            if (outlasted != current || state == Actors.Others.MAY_END_IT) {
                othersCount = NOT_ALONE;
            } else if (othersCount != others) {
                // Whatever was to wake the thread has done so by now: it gets the time to run. Actors that are not
                // there
                // may not have been started.
                othersCount = others;
                rounds = state == Actors.Others.ARE_DONE ? 1 : ROUNDS_ALONE;
                patience.restart();
            } else if (--rounds > 0) {
                patience.restart();
            } else {
                end(current);
            }
        }
    }

    private boolean isBlocked() {
        Thread thread = waiting;
        return thread != null && Actors.isBlocked(thread);
    }

    private boolean hasOutlasted(Thread thread) {
        return outlasted == count() && waiting == thread && Actors.isBlocked(thread);
    }

    private Wait other() {
        return this == FIRST ? SECOND : FIRST;
    }

    private long count() {
        return (long) COUNT.getAcquire(this);
    }

    /** Ends a wait that is lost, by one means after the other. */
    private void end(long lostCount) {
        Thread thread = Objects.requireNonNull(waiting);
        rescued = lostCount;
        LockSupport.unpark(thread);
        if (hasEnded(lostCount)) {
            return;
        }
        thread.interrupt();
        if (hasEnded(lostCount)) {
            return;
        }
        System.err.println("Stranded: " + actor + " waits, and neither a wake-up nor an interrupt ends it.");
        for (StackTraceElement at : thread.getStackTrace()) {
            System.err.println("    at " + at);
        }
        System.err.flush();
        Runtime.getRuntime().halt(86);
    }

    private boolean hasEnded(long lostCount) {
        Patience patience = new Patience(STEP_MILLIS, LOOKS_AFTER_ENDING);
        while (count() == lostCount && !patience.isOver()) {
            step(patience);
        }
        return count() != lostCount;
    }

    private static void step(Patience patience) {
        long before = System.nanoTime();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS));
        patience.look(System.nanoTime() - before);
    }
}
