package dev.heddle.jcstress.kernel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** The production acceptor, connection and drain on real sockets. */
@JCStressTest
@Description("A client is queued while the server closes: it is served or closed, once, and nothing of it is kept.")
@Outcome(id = "1, 0, 1", expect = ACCEPTABLE, desc = "It was served; its permit is back, and its socket closed.")
@Outcome(id = "0, 0, 1", expect = ACCEPTABLE, desc = "It was rejected; its permit is back, and its socket closed.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "The server closes, and the acceptor or the drain stays parked.")
@Outcome(id = ".*, .*, 0", expect = FORBIDDEN, desc = "Its socket was left open.")
@Outcome(expect = FORBIDDEN, desc = "Its permit was not returned, or returned twice.")
@State
public class Acceptor_01_AcceptVsClose extends Together {
    private final RealServer server = new RealServer();
    private int served;
    private boolean lost;

    /** Accepts, and serves what it gets. */
    @Actor
    public void acceptor() {
        server.open(1);
        meet();
        lost |= !Wait.FIRST.ended(() -> served = server.acceptAndServe(0));
    }

    /** Closes the server. */
    @Actor
    public void closer() {
        server.open(1);
        meet();
        lost |= !Wait.SECOND.ended(server::close);
    }

    /** Looks what is left. */
    @Arbiter
    public void after(III_Result r) {
        r.r1 = lost ? Wait.LOST : served;
        r.r2 = server.left();
        r.r3 = server.allEnded() ? 1 : 0;
    }
}
