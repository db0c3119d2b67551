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
import org.openjdk.jcstress.infra.results.I_Result;

/** In message-balanced a worker writes the reply while the reader waits already: idling begins with the reply, not before. */
@JCStressTest
@Description(
        "A worker writes the last reply of a waiting connection while the server closes: one of the two ends the wait.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The wait was ended.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "Worker and drain each left it to the other: the reader waits forever.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Drain_03_ConcurrentReplyVsDrain extends Together {
    private final SmallServer server = new SmallServer();
    private final SmallServer.@Nullable Client client = server.accept();
    private long ticket;

    /** The reader waits, and a message is in another's hands. */
    public Drain_03_ConcurrentReplyVsDrain() {
        if (client != null) {
            ticket = client.dispatch();
        }
    }

    /** Writes the reply. */
    @Actor
    public void worker() {
        meet();
        if (client != null) {
            client.reply(ticket);
        }
    }

    /** Closes the server. */
    @Actor
    public void closer() {
        meet();
        server.closeIdle();
    }

    /** Looks whether the reader was woken. */
    @Arbiter
    public void after(I_Result r) {
        r.r1 = client != null && client.isWoken() ? 1 : 0;
    }
}
