package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A handler outlasts the idle timeout of its pipelined connection, whose reader waits already. The deadline has passed, but does not
 * count while the message is handled; the last reply postpones it before it gives that protection up.
 */
@JCStressTest
@Description(
        "The last reply of a connection is written as the watchdog finds its idle deadline passed: it does not expire.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The connection idles on, until the postponed deadline.")
@Outcome(
        id = "1, .*",
        expect = FORBIDDEN,
        desc = "The connection expired although it was just answered, or still handled.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "The connection does not expire at the postponed deadline either.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class ConnectionState_07_LastReplyVsExpiry extends Together {
    private final SmallServer server = new SmallServer();
    private final SmallServer.Client client = Objects.requireNonNull(server.accept());
    private final long ticket = client.dispatch();

    /** Writes the reply. */
    @Actor
    public void worker() {
        meet();
        client.reply(ticket);
    }

    /** Compares the deadline with a clock that has reached it. */
    @Actor
    public void watchdog(II_Result r) {
        meet();
        r.r1 = client.enforceDeadline(SmallServer.DEADLINE) ? 1 : 0;
    }

    /** Compares it with a clock that has reached the postponed one. */
    @Arbiter
    public void later(II_Result r) {
        r.r2 = client.enforceDeadline(2 * SmallServer.DEADLINE) ? 1 : 0;
    }
}
