package dev.heddle.lab.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One platform thread: a carrier of the server's, or a thread of the client's. It runs tasks, one after another, in rounds like those of
 * {@code dev.heddle.carrier.Carrier}:
 *
 * <pre>
 *   ┌─► arrived (sockets, other threads) ──► ready ──► run all of them ──► shared tasks, for 50 µs ─┐
 *   └──────────────────── nothing to do: give up the core ◄─────────────────────────────────────────┘
 * </pre>
 *
 * Each round costs a look at the sockets, and the first one after a sleep what waking costs. So the price of a task falls as the load rises.
 */
final class Worker implements Place {
    /** As {@code Carrier}'s: beyond it the next round begins before another shared task. */
    private static final long SHARED_NANOS = 50_000;

    /** No shared task was taken in this round. */
    private static final long NONE = Long.MAX_VALUE;

    private static final class Task {
        private long left;
        private final Runnable then;

        Task(long nanos, Runnable then) {
            this.left = nanos;
            this.then = then;
        }
    }

    private final Agenda agenda;
    private final Processors processors;
    private final SharedTasks shared;
    private final long roundNanos;
    private final long wakeNanos;

    private final Deque<Task> ready = new ArrayDeque<>();
    private final Deque<Task> arrived = new ArrayDeque<>();
    private boolean asleep = true;
    private long firstShared = NONE;
    private final boolean sharedFirst;
    private @Nullable Task current;
    private @Nullable Core core;
    private @Nullable Core last;
    private long sliceLeft;
    private long busyNanos;
    private long notUsed;
    private long turn;
    private long steps;
    private long steppedAt;
    private boolean acting;
    private boolean preempted;
    private long runningSince;
    private long messages;

    /**
     * @param shared what this and other workers may run
     * @param sharedFirst whether it runs all shared tasks before the next round, however long they take
     * @param roundNanos a look at its sockets
     * @param wakeNanos in addition, after it has slept
     */
    Worker(
            Agenda agenda,
            Processors processors,
            SharedTasks shared,
            boolean sharedFirst,
            long roundNanos,
            long wakeNanos) {
        this.agenda = agenda;
        this.processors = processors;
        this.shared = shared;
        this.sharedFirst = sharedFirst;
        this.roundNanos = roundNanos;
        this.wakeNanos = wakeNanos;
    }

    /** Processor time that it has used. */
    long busyNanos() {
        return busyNanos + (core == null ? 0 : agenda.now() - runningSince);
    }

    /** The processor time that it has used, more if it has slept: what the scheduler goes by. */
    long used() {
        return busyNanos() + notUsed;
    }

    /** It counts as one that has used at least this much. */
    void hasUsed(long nanos) {
        notUsed += Math.max(0, nanos - used());
    }

    /** It waits for a core, after others that have used as much as it has. */
    void queued(long number) {
        turn = number;
    }

    long turn() {
        return turn;
    }

    /** Messages that it has handled. */
    long messages() {
        return messages;
    }

    void countMessage() {
        messages++;
    }

    /** Something for it has come from outside: it begins in the next round. */
    void arrive(long nanos, Runnable then) {
        arrived.add(new Task(nanos, then));
        wake();
    }

    @Override
    public void run(long nanos, Consumer<Worker> then) {
        arrive(nanos, () -> then.accept(this));
    }

    /** What its present task leaves to it: it runs after all that is ready. */
    void enqueue(long nanos, Runnable then) {
        ready.add(new Task(nanos, then));
        wake();
    }

    /** The present task goes on. */
    void follow(long nanos, Runnable then) {
        ready.addFirst(new Task(nanos, then));
        wake();
    }

    /**
     * The present task reads something, and goes on: at once if that was written on this core, where it is in the cache.
     *
     * @param from the core on which it was written; null if it came from elsewhere
     * @param crossingNanos what it costs if that is another one
     */
    void read(@Nullable Core from, long crossingNanos, Runnable then) {
        if (crossingNanos == 0 || from == null || from == core) {
            then.run();
        } else {
            follow(crossingNanos, then);
        }
    }

    /** Whether it was asleep, and looks at the shared tasks now. */
    boolean wake() {
        if (!asleep) {
            return false;
        }
        asleep = false;
        if (wakeNanos > 0) {
            current = new Task(wakeNanos, () -> {});
        }
        processors.wake(this, last);
        return true;
    }

    /** It has a core now. Called by that. */
    void runOn(Core given) {
        core = given;
        last = given;
        runningSince = agenda.now();
        sliceLeft = Processors.SLICE_NANOS;
        step();
    }

    private void step() {
        Task task = current == null ? take() : current;
        current = task;
        if (task == null) {
            asleep = true;
            firstShared = NONE;
            processors.release(leaveCore());
            return;
        }
        long nanos = Math.min(task.left, sliceLeft);
        long step = ++steps;
        steppedAt = agenda.now();
        agenda.after(nanos, () -> {
            if (step == steps) {
                ran(task, nanos);
            }
        });
    }

    /** Another thread takes its core: at once, or when what it does now has been done. */
    void preempt() {
        if (acting) {
            preempted = true;
            return;
        }
        steps++; // The planned end of this step comes too early.
        Task task = Objects.requireNonNull(current, "the worker does not run");
        task.left -= agenda.now() - steppedAt;
        processors.makeWay(this, leaveCore());
    }

    private @Nullable Task take() {
        while (true) {
            Task next = ready.poll();
            if (next != null) {
                return next;
            }
            boolean inTime = firstShared == NONE || agenda.now() - firstShared < SHARED_NANOS;
            if (inTime || sharedFirst) {
                SharedTasks.Shared task = shared.poll();
                if (task != null) {
                    firstShared = Math.min(firstShared, agenda.now());
                    return new Task(task.nanos(), () -> task.then().accept(this));
                }
            }
            if (arrived.isEmpty() && shared.isEmpty()) {
                return null;
            }
            firstShared = NONE;
            ready.addAll(arrived);
            arrived.clear();
            if (roundNanos > 0) {
                return new Task(roundNanos, () -> {});
            }
        }
    }

    private void ran(Task task, long nanos) {
        sliceLeft -= nanos;
        task.left -= nanos;
        if (task.left == 0) {
            current = null;
            acting = true;
            processors.act(running(), task.then);
            acting = false;
        }
        if (preempted) {
            preempted = false;
            processors.makeWay(this, leaveCore());
        } else if (sliceLeft > 0) {
            step();
        } else if (running().isContended()) {
            processors.makeWay(this, leaveCore());
        } else {
            sliceLeft = Processors.SLICE_NANOS;
            step();
        }
    }

    private Core running() {
        return Objects.requireNonNull(core, "the worker has no core");
    }

    private Core leaveCore() {
        Core left = running();
        busyNanos += agenda.now() - runningSince;
        core = null;
        return left;
    }
}
