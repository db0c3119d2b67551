package dev.heddle.lab.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tasks that any worker of a group may run, first come first served. */
final class SharedTasks implements Place {
    /** @param then told which worker has run it */
    record Shared(long nanos, Consumer<Worker> then) {}

    private final Deque<Shared> tasks = new ArrayDeque<>();
    private List<Worker> workers = List.of();

    /** Says which workers look here. */
    void setWorkers(List<Worker> all) {
        workers = all;
    }

    /** Adds a task, and wakes a worker that sleeps, if there is one. */
    @Override
    public void run(long nanos, Consumer<Worker> then) {
        tasks.add(new Shared(nanos, then));
        for (Worker worker : workers) {
            if (worker.wake()) {
                return;
            }
        }
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    @Nullable
    Shared poll() {
        return tasks.poll();
    }
}
