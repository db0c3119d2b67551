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

/** Two close the server at once. */
@JCStressTest
@Description("Two threads close the server: both return, and a connection that comes later is closed unserved.")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "It was closed, unserved.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "A closing thread stays parked.")
@Outcome(id = "1, .*", expect = FORBIDDEN, desc = "A closed server has served.")
@Outcome(expect = FORBIDDEN, desc = "The connection was not closed once.")
@State
public class Acceptor_03_CloseVsClose extends Together {
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
    private boolean otherLost;

    /** Closes. */
    @Actor
    public void one() {
        meet();
        lost = !Wait.FIRST.ended(acceptor::close);
    }

    /** Closes, too. */
    @Actor
    public void other() {
        meet();
        otherLost = !Wait.SECOND.ended(acceptor::close);
    }

    /** Comes late. */
    @Arbiter
    public void after(III_Result r) {
        acceptor.accepted(new Client());
        r.r1 = lost || otherLost ? Wait.LOST : served.get();
        r.r2 = closed.get();
        r.r3 = acceptor.open();
    }
}
