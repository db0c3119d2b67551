package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * The connection says that it waits, then looks whether the server closes; the drain says that the server closes, then looks
 * the waiting connections. The second of the two sees the other.
 */
@JCStressTest
@Description("A connection has replied and begins to wait while the server closes: it does not wait forever.")
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "It ended once, and the drain saw it.")
@Outcome(id = "-1, .*", expect = FORBIDDEN, desc = "The connection waits for a message, and no thread ends the wait.")
@Outcome(id = "-2, .*", expect = FORBIDDEN, desc = "The drain waits for a connection that has ended.")
@Outcome(expect = FORBIDDEN, desc = "It was ended twice, or not at all, or its permit is not back.")
@State
public class Drain_02_ReplyVsDrain extends Together {
    private final SmallServer server = new SmallServer();
    private final SmallServer.@Nullable Client client = server.accept();
    private boolean waitsOn;
    private boolean drainWaitsOn;

    /** A message is being handled. */
    public Drain_02_ReplyVsDrain() {
        if (client != null) {
            client.begin();
        }
    }

    /** Has answered, and waits for the next. */
    @Actor
    public void connection() {
        meet();
        if (client != null) {
            waitsOn = !Wait.FIRST.ended(client::serve);
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
        r.r1 = waitsOn ? Wait.LOST : drainWaitsOn ? -2 : 1;
        r.r2 = server.ended();
        r.r3 = server.inside();
    }
}
