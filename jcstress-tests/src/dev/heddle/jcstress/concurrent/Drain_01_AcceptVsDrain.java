package dev.heddle.jcstress.concurrent;

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

/** All of it together, as Acceptor, Connection and Drain do it: a connection is accepted while the server closes. */
@JCStressTest
@Description(
        "A connection is accepted while the server closes: it is served or rejected, ended once, and no thread waits for it.")
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "It was served, ended once, and its permit is back.")
@Outcome(id = "0, 1, 0", expect = ACCEPTABLE, desc = "It was rejected, ended once, and its permit is back.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "The connection waits for a message, and no thread ends the wait.")
@Outcome(id = "-2, .*", expect = FORBIDDEN, desc = "The drain waits for a connection that has ended.")
@Outcome(id = ".*, 0, .*", expect = FORBIDDEN, desc = "It was neither served to its end nor closed: it leaks.")
@Outcome(id = ".*, 2, .*", expect = FORBIDDEN, desc = "It was ended twice.")
@Outcome(expect = FORBIDDEN, desc = "Permits do not balance.")
@State
public class Drain_01_AcceptVsDrain extends Together {
    private final SmallServer server = new SmallServer();
    private int served;
    private boolean waitsOn;
    private boolean drainWaitsOn;

    /** Accepts one, and serves it. */
    @Actor
    public void acceptor() {
        meet();
        SmallServer.Client client = server.accept();
        if (client != null) {
            waitsOn = !Wait.FIRST.ended(client::serve);
            served = 1;
        }
    }

    /** Closes the server. */
    @Actor
    public void closer() {
        meet();
        drainWaitsOn = !Wait.SECOND.ended(server::drain);
    }

    /** Looks what is left. */
    @Arbiter
    public void after(III_Result r) {
        r.r1 = waitsOn ? Wait.LOST : drainWaitsOn ? -2 : served;
        r.r2 = server.ended();
        r.r3 = server.inside();
    }
}
