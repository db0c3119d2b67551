package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The right of one platform thread to drive a carrier. Another thread can take it over while the first is inside a task, and only
 * then: a task may block the thread, and the carrier's other tasks must not wait for that.
 *
 * <p><b>States.</b>
 *
 * <pre>
 *   between tasks (even) ── begin() ──► in a task (odd) ── take() ──► TAKEN
 *           ▲                                │
 *           └──────────── end(), by CAS ─────┘
 * </pre>
 *
 * Either the thread goes on as the driver, or the lease is taken: never both (MUTANTS.md 72 and 73).
 *
 * <p><b>Threads.</b> {@link #begin} and {@link #end} are called by the thread that was given the lease, {@link #turn} by the monitor,
 * {@link #take} by the thread that takes over.
 *
 * <p><b>Ordering.</b> What the driver has written before {@link #begin}, such as the carrier's queue, is visible to the thread that
 * takes over: a release write, read by its CAS.
 *
 * <p>Its other steps are broken by MUTANTS.md 137 and 138.
 */
public final class Lease {
    private static final VarHandle TURN = VarHandles.of(MethodHandles.lookup(), "turn", long.class);

    private static final long TAKEN = -1;

    /** Even between tasks, odd inside one; two more for each task. */
    @SuppressWarnings("unused") // through TURN
    private volatile long turn;

    /** The turn as the driver has written it. Confined to the driver. */
    private long own;

    /** Says that the driver enters a task. */
    public void begin() {
        own++;
        TURN.setRelease(this, own);
    }

    /** Says that the task has ended. Returns whether the driver still has the lease. */
    public boolean end() {
        own++;
        return TURN.compareAndSet(this, own - 1, own);
    }

    /** The turn; an odd number while the driver is inside a task, which stays the same until that task ends. */
    public long turn() {
        return turn;
    }

    /** Whether a turn is inside a task. */
    public static boolean isInTask(long turn) {
        return turn > 0 && (turn & 1) == 1;
    }

    /**
     * Takes the lease from a driver that is still inside a task.
     *
     * @param seen the turn that the task had
     * @return whether it was taken; false if the task has ended, or another thread was first
     */
    public boolean take(long seen) {
        return isInTask(seen) && TURN.compareAndSet(this, seen, TAKEN);
    }
}
