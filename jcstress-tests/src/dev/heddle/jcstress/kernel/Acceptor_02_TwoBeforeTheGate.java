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

/** Two production acceptors on one listener, at the gate: as in multi-acceptor. */
@JCStressTest
@Description("Two clients are queued for two acceptors at the gate: each client is served once, by one of them.")
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Each acceptor served one, and nothing is kept.")
@Outcome(
        id = {"-1, .*", ".*, -1, .*"},
        expect = FORBIDDEN,
        desc = "A client is queued, and an acceptor stays parked.")
@Outcome(expect = FORBIDDEN, desc = "A client was not served, or something of it is kept.")
@State
public class Acceptor_02_TwoBeforeTheGate extends Together {
    private final RealServer server = new RealServer();
    private final int[] served = new int[2];

    /** Accepts. */
    @Actor
    public void one(III_Result r) {
        r.r1 = accept(0, Wait.FIRST);
    }

    /** Accepts, too. */
    @Actor
    public void other(III_Result r) {
        r.r2 = accept(1, Wait.SECOND);
    }

    private int accept(int acceptor, Wait guard) {
        server.open(2);
        meet();
        boolean ended = guard.ended(() -> served[acceptor] = server.acceptAndServe(acceptor));
        return ended ? served[acceptor] : Wait.LOST;
    }

    /** Looks what is left. */
    @Arbiter
    public void after(III_Result r) {
        server.close();
        r.r3 = server.left() + (server.allEnded() ? 0 : 10);
    }
}
