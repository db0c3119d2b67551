package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ClosableSet;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A refused connection is in the set for a moment. If the closer looks just then, somebody has to wake it afterwards. */
@JCStressTest
@Description("A connection is refused while the closer begins to wait: it does not make the closer wait for nobody.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "It was refused, and the closer saw that nobody is in.")
@Outcome(id = "1, .*", expect = FORBIDDEN, desc = "A closed registry took it in.")
@Outcome(id = ".*, -1", expect = FORBIDDEN, desc = "Nobody is in, and the closer sleeps on.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ClosableSet_03_LateAddVsWait extends Together {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private final ClosableSet<Object> registry = new ClosableSet<>();
    private final Object connection = new Object();
    private boolean empty;

    /** Closed. */
    public ClosableSet_03_LateAddVsWait() {
        registry.close();
    }

    /** Comes too late. */
    @Actor
    public void acceptor(II_Result r) {
        meet();
        r.r1 = registry.add(connection) ? 1 : 0;
    }

    /** Waits. */
    @Actor
    public void closer(II_Result r) {
        meet();
        boolean ended = Wait.FIRST.ended(() -> empty = registry.awaitEmpty(LONG));
        r.r2 = !ended ? Wait.LOST : empty ? 1 : 0;
    }
}
