package dev.heddle.lab.simulate;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The cores, and how the system's scheduler divides them among threads: as Linux does, in rough.
 *
 * <ul>
 *   <li>A thread that wakes gets the core that it ran on last if that is idle, or another that is idle. Otherwise it waits for the core of
 *       the thread that woke it, if no other waits there: who wakes another through a socket is expected to sleep soon.
 *   <li>It takes that core at once if it has had less time than the thread that runs. A thread that has slept counts as one that has had a
 *       slice less than the others, and no more.
 *   <li>A thread that has run for a slice makes way.
 *   <li>Once a core has been idle for a while it takes a thread that waits for another; not at once, as that thread's data is in the other
 *       core's cache.
 * </ul>
 *
 * Without the first two a server's workers and its client would each keep busy, in batches, what they share in truth: on two cores the model
 * would be faster than the machine by half.
 */
final class Processors {
    /** How long a thread runs while another waits for the same core: Linux's base slice on two cores. */
    static final long SLICE_NANOS = 1_400_000;

    /** How long a core is idle before it takes a thread from another: Linux's {@code sched_migration_cost_ns}. */
    private static final long STEAL_NANOS = 500_000;

    private final Agenda agenda;
    private final List<Core> cores;

    /** The core of the thread that does something now, which may wake others; null while none does. */
    private @Nullable Core acting;

    Processors(Agenda agenda, int count) {
        this.agenda = agenda;
        this.cores = Stream.generate(Core::new).limit(count).toList();
    }

    /** The core of the thread that does something now; null while none does. */
    @Nullable
    Core acting() {
        return acting;
    }

    int count() {
        return cores.size();
    }

    /** A thread is ready to run. */
    void wake(Worker worker, @Nullable Core last) {
        Core core = place(last);
        worker.hasUsed(core.used() - SLICE_NANOS);
        core.add(worker);
        Worker running = core.running();
        if (running != null && running != worker && running.used() > worker.used()) {
            running.preempt();
        }
    }

    /** A running thread does something. */
    void act(Core core, Runnable action) {
        acting = core;
        action.run();
        acting = null;
    }

    private Core place(@Nullable Core last) {
        if (last != null && last.isIdle()) {
            return last;
        }
        Core shortest = cores.getFirst();
        for (Core core : cores) {
            if (core.isIdle()) {
                return core;
            }
            if (core.length() < shortest.length()) {
                shortest = core;
            }
        }
        if (last == null) {
            return shortest;
        }
        return acting != null && !acting.isContended() ? acting : last;
    }

    /** The running thread has nothing more to do. */
    void release(Core core) {
        if (core.release()) {
            becameIdle(core);
        }
    }

    /** The running thread makes way for the next, and waits for its own next turn. */
    void makeWay(Worker worker, Core core) {
        core.release();
        core.add(worker);
    }

    private void becameIdle(Core core) {
        if (cores.size() == 1) {
            return;
        }
        long idleTime = core.idleTimes();
        agenda.after(STEAL_NANOS, () -> {
            if (core.isIdle() && core.idleTimes() == idleTime) {
                stealFor(core);
            }
        });
    }

    private void stealFor(Core idle) {
        for (Core core : cores) {
            Worker stolen = core.steal();
            if (stolen != null) {
                idle.add(stolen);
                return;
            }
        }
    }
}
