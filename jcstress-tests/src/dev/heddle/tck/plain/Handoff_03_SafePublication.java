package dev.heddle.tck.plain;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.tck.HandoffUnderTest;
import dev.heddle.tck.Subject;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The fields of a message are plain, and were written after it was made. */
@JCStressTest
@Description("A taker sees all that was written to a message before it was put in.")
@Outcome(id = "0", expect = ACCEPTABLE, desc = "It was not there yet.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It was taken, whole.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "It was taken before its fields could be seen.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Handoff_03_SafePublication extends Together {
    private final HandoffUnderTest handoff = Subject.handoff();
    private final Message message = new Message();

    private static final class Message {
        int head;
        int length;
    }

    /** Fills it in, and puts it in. */
    @Actor
    public void producer() {
        meet();
        message.head = 7;
        message.length = 9;
        handoff.offer(message);
    }

    /** Takes it, if it is there. */
    @Actor
    public void taker(I_Result r) {
        meet();
        Message taken = (Message) handoff.poll();
        r.r1 = taken == null ? 0 : taken.length == 9 && taken.head == 7 ? 1 : 2;
    }
}
