package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The adding thread writes the set, then reads the flag; the closing thread writes the flag, then reads the set. */
@JCStressTest
@Description("A member is added while the set is closed: either the closing thread sees it, or the add fails.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It came in, and the closer saw it.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "It was refused.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "It was refused; the closer saw it in passing.")
@Outcome(
        id = "1, 0",
        expect = FORBIDDEN,
        desc = "It was added, and the closing thread did not see it: nothing will ever end it.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ClosableSet_01_AddVsClose extends Together {
    private final ClosableSet<Object> set = new ClosableSet<>();
    private final Object connection = new Object();
    private int seen;

    /** Adds. */
    @Actor
    public void acceptor(II_Result r) {
        meet();
        r.r1 = set.add(connection) ? 1 : 0;
    }

    /** Closes, and looks at the members. */
    @Actor
    public void closer(II_Result r) {
        meet();
        set.close();
        set.forEach(member -> seen++);
        r.r2 = seen;
    }
}
