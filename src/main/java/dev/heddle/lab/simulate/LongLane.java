package dev.heddle.lab.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The lane of long-running messages: a number of them are handled at a time, the others wait, and a worker that finishes takes the next. */
final class LongLane {
    private final SharedTasks tasks;
    private final int limit;
    private final Deque<SharedTasks.Shared> waiting = new ArrayDeque<>();
    private int running;

    LongLane(SharedTasks tasks, int limit) {
        this.tasks = tasks;
        this.limit = limit;
    }

    void submit(long nanos, Consumer<Worker> then) {
        if (running < limit) {
            running++;
            tasks.run(nanos, by -> ran(by, then));
        } else {
            waiting.add(new SharedTasks.Shared(nanos, then));
        }
    }

    private void ran(Worker by, Consumer<Worker> then) {
        then.accept(by);
        SharedTasks.Shared next = waiting.poll();
        if (next == null) {
            running--;
        } else {
            by.follow(next.nanos(), () -> ran(by, next.then()));
        }
    }
}
