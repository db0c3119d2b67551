package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.jcstress.harness.Together;
import java.util.ArrayDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A worker is about to end as a task is submitted. Either the worker sees it, or a new one is started. */
@JCStressTest
@Description("A task is submitted as the only worker ends its last one: it runs.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It was handled: by the old worker, or by a new one.")
@Outcome(
        id = "0, 1",
        expect = FORBIDDEN,
        desc = "It is in the queue, and no worker is left to take it: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "The executor has lost count.")
@State
public class BoundedExecutor_03_SubmitVsLastOneDone extends Together {
    private final ArrayDeque<Runnable> unstarted = new ArrayDeque<>();
    private boolean collecting = true;
    private final BoundedExecutor executor = new BoundedExecutor("normal", 1, this::startWorker);
    private final Runnable worker;
    private int handled;

    /** A worker has been given a thread, which has not begun. */
    public BoundedExecutor_03_SubmitVsLastOneDone() {
        executor.submit(() -> {});
        worker = unstarted.remove();
        collecting = false;
    }

    private void startWorker(Runnable task) {
        if (collecting) {
            unstarted.add(task);
        } else {
            task.run();
        }
    }

    /** Handles what is there, and ends. */
    @Actor
    public void worker() {
        meet();
        worker.run();
    }

    /** Brings a message. */
    @Actor
    public void dispatcher() {
        meet();
        executor.submit(() -> handled++);
    }

    /** Looks whether it was handled. */
    @Arbiter
    public void after(II_Result r) {
        r.r1 = handled;
        r.r2 = executor.running() + executor.waiting();
    }
}
