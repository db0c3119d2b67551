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
        "Two end the same connection: it is closed once, its room is given back once, and it is out of the registry.")
@Outcome(id = "1, 1, 0", expect = ACCEPTABLE, desc = "Ended once; the other guest is still inside.")
@Outcome(id = "2, .*", expect = FORBIDDEN, desc = "It was closed twice.")
@Outcome(id = "1, 0, .*", expect = FORBIDDEN, desc = "Its room was given back twice.")
@Outcome(expect = FORBIDDEN, desc = "It leaks.")
@State
public class Drain_04_BothEndAConnection extends Together {
    private final SmallServer server = new SmallServer();
    private final SmallServer.@Nullable Client client = server.accept();

    /** Another one stays. */
    public Drain_04_BothEndAConnection() {
        server.guest();
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
