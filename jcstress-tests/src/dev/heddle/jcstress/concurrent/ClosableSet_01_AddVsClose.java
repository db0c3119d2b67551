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

/** Who adds writes the set, then reads the flag; who closes writes the flag, then reads the set. */
@JCStressTest
@Description("A connection comes in while the registry closes: either the closer sees it, or it is refused.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It came in, and the closer saw it.")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "It was refused.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "It was refused; the closer saw it in passing.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "It came in, and the closer did not see it: nobody will ever end it.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ClosableSet_01_AddVsClose extends Together {
    private final ClosableSet<Object> registry = new ClosableSet<>();
    private final Object connection = new Object();
    private int seen;

    /** Adds. */
    @Actor
    public void acceptor(II_Result r) {
        meet();
        r.r1 = registry.add(connection) ? 1 : 0;
    }

    /** Closes, and looks who is in. */
    @Actor
    public void closer(II_Result r) {
        meet();
        registry.close();
        registry.forEach(member -> seen++);
        r.r2 = seen;
    }
}
