package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Its own thread ends a connection as an acceptor that could not start another does: everything is given back once. */
@JCStressTest
@Description(
        "Two threads end the same connection: it is closed once, its permit is returned once, and it is out of the set.")
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Ended once; the other permit is still in use.")
@Outcome(id = "2, .*", expect = FORBIDDEN, desc = "It was closed twice.")
@Outcome(id = "1, 0, .*", expect = FORBIDDEN, desc = "Its permit was returned twice.")
@Outcome(expect = FORBIDDEN, desc = "It leaks.")
@State
public class Drain_04_BothEndAConnection extends Together {
    private final SmallServer server = new SmallServer();
    private final SmallServer.@Nullable Client client = server.accept();

    /** Another one stays. */
    public Drain_04_BothEndAConnection() {
        server.holdPermit();
    }

    /** Ends it. */
    @Actor
    public void one() {
        meet();
        close();
    }

    /** Ends it, too. */
    @Actor
    public void other() {
        meet();
        close();
    }

    private void close() {
        if (client != null) {
            client.close();
        }
    }

    /** Looks what is left. */
    @Arbiter
    public void after(III_Result r) {
        r.r1 = server.ended();
        r.r2 = server.inside();
        r.r3 = server.registered();
    }
}
