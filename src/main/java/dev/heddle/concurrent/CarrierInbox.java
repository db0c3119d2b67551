package dev.heddle.concurrent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that any thread gives to a carrier, and whether the carrier's thread is there to run them: it sleeps while there are none,
 * and ends when the server has closed.
 *
 * <p><b>States.</b> Of the carrier's thread:
 *
 * <pre>
 *   RUNNING ── fallAsleep() ──► ASLEEP          ENDED ◄── end() ── RUNNING
 *      ▲                          │               │                   ▲
 *      └── awake(), or a task ────┘               └── a task: START ──┘
 * </pre>
 *
 * A task that is added to a sleeping carrier obliges the thread that added it to wake the carrier; one that is added to an ended
 * carrier, to start a thread for it. Exactly one thread is told to (MUTANTS.md 66 and 67). The shared tasks belong to all carriers of
 * a group: none of them sleeps while there is one (MUTANTS.md 68).
 *
 * <p><b>Threads.</b> Any thread adds tasks, and calls {@link #duty} and {@link #mustWake}. The others are for the carrier's thread.
 *
 * <p><b>Ordering.</b>
 *
 * <pre>
 *   adding thread:     enqueue (tasks or shared) ─► look at the state ─► wake, or start
 *   carrier's thread:  write the state ─► look at tasks and shared ─► sleep, or end
 * </pre>
 *
 * Either side writes before it reads, both with volatile semantics, so at least one of them sees the other (MUTANTS.md 69, 70 and 71).
 *
 * <p>Its other steps are broken by MUTANTS.md 130, 131, 132, 133, 134, 135 and 136.
 */
public final class CarrierInbox {
    /** What the thread that has added a task has to do. */
    public enum Duty {
        /** Nothing: the carrier is running. */
        NONE,
        /** Wake the sleeping carrier. */
        WAKE,
        /** Start a thread for the carrier, whose last one has ended. */
        START
    }

    private static final VarHandle STATE = VarHandles.of(MethodHandles.lookup(), "state", int.class);

    private static final int RUNNING = 0;
    private static final int ASLEEP = 1;
    private static final int ENDED = 2;

    private volatile int state = RUNNING;

    /** The tasks of this carrier alone, first in, first out. */
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** The tasks of all carriers of the group. */
    private final Queue<Runnable> shared;

    /** @param shared the tasks that any carrier of the group may run; a queue for any number of threads */
    public CarrierInbox(Queue<Runnable> shared) {
        this.shared = shared;
    }

    /** Adds a task for this carrier. Returns what the caller has to do so that it runs. */
    public Duty add(Runnable task) {
        Parking.enqueue(tasks, task);
        return duty();
    }

    /** Adds a task for any carrier of the group. {@link #duty} of one of them has to follow. */
    public void addShared(Runnable task) {
        Parking.enqueue(shared, task);
    }

    /** Takes over a duty, if there is one: for a thread that has added a shared task, or changed what the carrier waits for. */
    public Duty duty() {
        int seen = state;
        if (seen == RUNNING || !STATE.compareAndSet(this, seen, RUNNING)) {
            return Duty.NONE; // The carrier has looked, or will look; or another thread wakes it.
        }
        return seen == ASLEEP ? Duty.WAKE : Duty.START;
    }

    /** As {@link #duty}, but does not start a thread for an ended carrier. Returns whether the caller has to wake it. */
    public boolean mustWake() {
        return state == ASLEEP && STATE.compareAndSet(this, ASLEEP, RUNNING);
    }

    /** Takes the task that was added first; null if there is none. */
    public @Nullable Runnable poll() {
        return tasks.poll();
    }

    /** Takes a shared task; null if there is none. */
    public @Nullable Runnable pollShared() {
        return shared.poll();
    }

    /** Announces that the carrier is about to sleep. Returns false if it must not, as there is a task. */
    public boolean fallAsleep() {
        state = ASLEEP;
        if (hasTasks()) {
            state = RUNNING;
            return false;
        }
        return true;
    }

    /** Says that the carrier has woken, whatever woke it. */
    public void awake() {
        state = RUNNING;
    }

    /** Announces that the carrier's thread is about to end. Returns false if it must not, as there is a task. */
    public boolean end() {
        state = ENDED;
        // Where the exchange fails, a thread that has added a task starts another thread for it.
        return !hasTasks() || !STATE.compareAndSet(this, ENDED, RUNNING);
    }

    private boolean hasTasks() {
        return !tasks.isEmpty() || !shared.isEmpty();
    }
}
