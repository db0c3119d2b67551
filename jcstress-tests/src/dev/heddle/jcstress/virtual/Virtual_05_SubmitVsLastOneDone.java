package dev.heddle.jcstress.virtual;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.BoundedExecutor;
import dev.heddle.jcstress.harness.OnVirtualThread;
import dev.heddle.jcstress.harness.Together;
import java.util.ArrayDeque;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The put and take of messages, by virtual threads. */
@JCStressTest
@Description("Between virtual threads: a task is submitted as the only worker ends its last one: it runs.")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "It was handled: by the old worker, or by a new one.")
@Outcome(
        id = "0, 1",
        expect = FORBIDDEN,
        desc = "It is in the queue, and no worker is left to take it: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "The executor has lost count.")
@State
public class Virtual_05_SubmitVsLastOneDone extends Together {
    private final ArrayDeque<Runnable> unstarted = new ArrayDeque<>();
    private boolean collecting = true;
    private final BoundedExecutor executor = new BoundedExecutor("normal", 1, this::startWorker);
    private final Runnable worker;
    private int handled;

    /** A worker has been given a thread, which has not begun. */
    public Virtual_05_SubmitVsLastOneDone() {
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
        OnVirtualThread.run(() -> {
            meet();
            worker.run();
        });
    }

    /** Brings a message. */
    @Actor
    public void dispatcher() {
        OnVirtualThread.run(() -> {
            meet();
            executor.submit(() -> handled++);
        });
    }

    /** Looks whether it was handled. */
    @Arbiter
    public void after(II_Result r) {
        r.r1 = handled;
        r.r2 = executor.running() + executor.waiting();
    }
}
