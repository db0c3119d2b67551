package dev.heddle.explore;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pastalab.fray.core.ThreadContext;
import org.pastalab.fray.core.randomness.Randomness;
import org.pastalab.fray.core.scheduler.POSScheduler;
import org.pastalab.fray.core.scheduler.Scheduler;

/**
 * Chooses which thread makes the next step, in one schedule. Every other schedule is sampled by partial order (each step has a priority
 * by chance, drawn again after a race), which reorders what races. The others give each thread a priority and take the running thread's
 * away now and then, which lets one thread come far while another stands still.
 */
final class SeededScheduler extends Scheduler {
    private final long seed;
    private final int index;
    private final @Nullable Interleaving interleaving;

    private final Randomness random;
    private final Scheduler byPartialOrder;

    /** How often the running thread loses its priority: once in so many steps. */
    private final int patience;

    private final Map<ThreadContext, Double> priorities = new HashMap<>();
    private double lowest;

    /**
     * @param seed of all schedules
     * @param index of this one
     * @param interleaving is told of each step; null if nobody wants to read it
     */
    SeededScheduler(long seed, int index, @Nullable Interleaving interleaving) {
        this(seed, index, interleaving, new SeededRandom(seed, index));
    }

    private SeededScheduler(long seed, int index, @Nullable Interleaving interleaving, Randomness random) {
        super(random);
        this.seed = seed;
        this.index = index;
        this.interleaving = interleaving;
        this.random = random;
        this.byPartialOrder = new POSScheduler(random);
        this.patience = 4 << (int) (random.nextDouble() * 4);
    }

    @Override
    public ThreadContext scheduleNextOperation(List<ThreadContext> enabled, Collection<ThreadContext> all) {
        ThreadContext next = index % 2 == 0 ? byPartialOrder.scheduleNextOperation(enabled, all) : byPriority(enabled);
        if (interleaving != null) {
            interleaving.step(next, all);
        }
        return next;
    }

    private ThreadContext byPriority(List<ThreadContext> enabled) {
        ThreadContext next = enabled.getFirst();
        for (ThreadContext thread : enabled) {
            if (priority(thread) > priority(next)) {
                next = thread;
            }
        }
        if (random.nextDouble() * patience < 1) {
            priorities.put(next, --lowest);
        }
        return next;
    }

    private double priority(ThreadContext thread) {
        return priorities.computeIfAbsent(thread, seenFirst -> random.nextDouble());
    }

    @Override
    public Scheduler nextIteration(Randomness ignored) {
        return new SeededScheduler(seed, index + 1, interleaving);
    }
}
