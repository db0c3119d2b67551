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

/** Each of the last two may take the other for the last. One of them has to be right. */
@JCStressTest
@Description("The last two leave at once, one of them then waits: it sees that everyone has left.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both left, and that was seen.")
@Outcome(id = ".*, -1", expect = FORBIDDEN, desc = "Everyone has left, and who waits sleeps on.")
@Outcome(expect = FORBIDDEN, desc = "One was not found, or the wait was given up.")
@State
public class ClosableSet_04_FirstOfTwoRemovesVsWait extends Together {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private final ClosableSet<Object> registry = new ClosableSet<>();
    private final Object first = new Object();
    private final Object second = new Object();
    private boolean empty;

    /** Two are in, and nobody else comes. */
    public ClosableSet_04_FirstOfTwoRemovesVsWait() {
        registry.add(first);
        registry.add(second);
        registry.close();
    }

    /** Leaves. */
    @Actor
    public void connection(II_Result r) {
        meet();
        r.r1 = registry.remove(first) ? 1 : 0;
    }

    /** Takes the other one out, and waits. */
    @Actor
    public void closer(II_Result r) {
        meet();
        registry.remove(second);
        boolean ended = Wait.FIRST.ended(() -> empty = registry.awaitEmpty(LONG));
        r.r2 = !ended ? Wait.LOST : empty ? 1 : 0;
    }
}
