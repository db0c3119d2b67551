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

/** Writing a stream and closing it, while another thread closes it: what has to be done at the end is not done under the writer. */
@JCStressTest
@Description("One uses something and ends it, another ends it meanwhile: it ends once, and is not used after that.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The end came first, and the use was refused.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It was used, and ended after that.")
@Outcome(id = "2, .*", expect = FORBIDDEN, desc = "It ended while it was used.")
@Outcome(id = ".*, 2", expect = FORBIDDEN, desc = "Both did what is to be done at the end.")
@Outcome(id = ".*, 0", expect = FORBIDDEN, desc = "Each left it to the other: what it holds leaks.")
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
