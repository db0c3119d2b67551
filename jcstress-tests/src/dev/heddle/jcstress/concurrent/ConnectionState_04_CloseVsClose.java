package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.ConnectionState;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The thread that closes a connection releases what it holds; two may try. */
@JCStressTest
@Description("Two end the same connection: one of them is to release what it holds.")
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One of them releases.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both release: it ends twice.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Neither releases: it leaks.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ConnectionState_04_CloseVsClose extends Together {
    private final ConnectionState state = new ConnectionState();

    /** Ends it. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = state.close() ? 1 : 0;
    }

    /** Ends it, too. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = state.close() ? 1 : 0;
    }
}
