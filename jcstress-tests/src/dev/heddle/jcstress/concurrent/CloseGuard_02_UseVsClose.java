package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.CloseGuard;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A thread writes a stream and closes it while another closes it: the stream is not released under the writer. */
@JCStressTest
@Description(
        "One thread uses a resource and closes it while another closes it: it is released once, and not used after that.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The other close came first, and the use failed.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It was used, and released after that.")
@Outcome(id = "2, .*", expect = FORBIDDEN, desc = "It was released while it was used.")
@Outcome(id = ".*, 2", expect = FORBIDDEN, desc = "Both released it.")
@Outcome(id = ".*, 0", expect = FORBIDDEN, desc = "Each left it to the other: what the resource holds leaks.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class CloseGuard_02_UseVsClose extends Together {
    private final CloseGuard usage = new CloseGuard();
    private volatile boolean released;
    private int endedByUser;
    private int endedByOther;

    /** Uses it, then ends it. */
    @Actor
    public void user(II_Result r) {
        meet();
        if (usage.tryBegin()) {
            r.r1 = released ? 2 : 1;
            if (usage.end()) {
                endedByUser++;
            }
        }
        if (usage.close()) {
            endedByUser++;
        }
    }

    /** Ends it. */
    @Actor
    public void other() {
        meet();
        if (usage.close()) {
            released = true;
            endedByOther++;
        }
    }

    /** Counts the ends. */
    @Arbiter
    public void count(II_Result r) {
        r.r2 = endedByUser + endedByOther;
    }
}
