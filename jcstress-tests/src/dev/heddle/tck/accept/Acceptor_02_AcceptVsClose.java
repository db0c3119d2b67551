package dev.heddle.tck.accept;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import dev.heddle.tck.AcceptorUnderTest;
import dev.heddle.tck.Subject;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A connection is accepted while the server closes. */
@JCStressTest
@Description("A connection that comes while the server closes ends exactly once, and no thread keeps waiting for it.")
@Outcome(
        id = {"0, 1, 0", "1, 1, 0"},
        expect = ACCEPTABLE,
        desc = "It was closed once, served or not, and none is counted as open.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "A wait was not ended: the close, or the connection.")
@Outcome(id = ".*, 0, .*", expect = FORBIDDEN, desc = "It was left open: it leaks.")
@Outcome(id = ".*, 2, .*", expect = FORBIDDEN, desc = "It was closed twice.")
@Outcome(expect = FORBIDDEN, desc = "It is still counted as open.")
@State
public class Acceptor_02_AcceptVsClose extends Together {
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

    private boolean lost;
    private boolean closeLost;

    /** Accepts. */
    @Actor
    public void acceptor() {
        meet();
        lost = !Wait.FIRST.ended(() -> acceptor.accepted(new Client()));
    }

    /** Closes. */
    @Actor
    public void closer() {
        meet();
        closeLost = !Wait.SECOND.ended(acceptor::close);
    }

    /** Looks at the books. */
    @Arbiter
    public void after(III_Result r) {
        r.r1 = lost || closeLost ? Wait.LOST : served.get();
        r.r2 = closed.get();
        r.r3 = acceptor.open();
    }
}
