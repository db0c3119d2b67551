package dev.heddle.tck.accept;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.tck.AcceptorUnderTest;
import dev.heddle.tck.Subject;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two acceptors, a connection each. */
@JCStressTest
@Description("Each connection is closed once, and none is counted as open afterwards.")
@Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "Both were closed, and none is counted as open.")
@Outcome(expect = FORBIDDEN, desc = "A connection was closed twice or never, or is still counted.")
@State
public class Acceptor_01_TwoAtOnce extends Together {
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AcceptorUnderTest acceptor = Subject.acceptor();

    private final class Client implements AcceptorUnderTest.Connection {
        @Override
        public void serve() {
            served.incrementAndGet();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /** Accepts. */
    @Actor
    public void one() {
        meet();
        acceptor.accepted(new Client());
    }

    /** Accepts, too. */
    @Actor
    public void other() {
        meet();
        acceptor.accepted(new Client());
    }

    /** Looks at the books. */
    @Arbiter
    public void after(II_Result r) {
        r.r1 = closed.get();
        r.r2 = acceptor.open();
    }
}
