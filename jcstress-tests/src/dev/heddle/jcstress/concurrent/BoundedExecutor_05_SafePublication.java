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

/** What a dispatcher has read is handed to the worker with the message: no field of it needs to be volatile. */
@JCStressTest
@Description("A task is filled in, then submitted to a busy executor: the worker sees all of it.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It ran with all its fields.")
@Outcome(id = "0, .*", expect = FORBIDDEN, desc = "It did not run.")
@Outcome(expect = FORBIDDEN, desc = "It ran before its fields could be seen.")
@State
public class BoundedExecutor_05_SafePublication extends Together {
    private final ArrayDeque<Runnable> unstarted = new ArrayDeque<>();
    private boolean collecting = true;
    private final BoundedExecutor executor = new BoundedExecutor("normal", 1, this::startWorker);
    private final Runnable worker;
    private final Message message = new Message();
    private int handled;
    private boolean whole;

    /** Filled in after it was made, as a pooled one would be. */
    private static final class Message {
        int head;
        int length;
    }

    /** A worker has been given a thread, which has not begun. */
    public BoundedExecutor_05_SafePublication() {
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

    /** Reads a message and brings it. */
    @Actor
    public void dispatcher() {
        meet();
        message.head = 7;
        message.length = 9;
        executor.submit(this::handle);
    }

    private void handle() {
        whole = message.length == 9 && message.head == 7;
        handled++;
    }

    /** Looks what the worker saw. */
    @Arbiter
    public void after(II_Result r) {
        r.r1 = handled;
        r.r2 = whole ? 1 : 0;
    }
}
