package dev.heddle.tck.blocking;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import dev.heddle.tck.HandoffUnderTest;
import dev.heddle.tck.Subject;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A producer that waits for a free place is woken. */
@JCStressTest
@Description("A place becomes free as a producer begins to wait: the producer gets it.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "All that was put in came out, in all.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "There is a free place, and the producer stays parked: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "Something was lost, or came out twice.")
@State
public class Handoff_07_PutVsPoll extends Together {
    private final HandoffUnderTest handoff = Subject.handoff();
    private final AtomicInteger out = new AtomicInteger();
    private boolean lost;

    /** It is full. */
    public Handoff_07_PutVsPoll() {
        for (int i = 0; i < Subject.CAPACITY; i++) {
            handoff.offer(i);
        }
    }

    /** Frees a place. */
    @Actor
    public void taker() {
        meet();
        if (handoff.poll() != null) {
            out.incrementAndGet();
        }
    }

    /** Waits for a free place. */
    @Actor
    public void producer() {
        meet();
        lost = !Wait.FIRST.ended(() -> handoff.put(7));
    }

    /** Takes the rest. */
    @Arbiter
    public void rest(I_Result r) {
        int rest = 0;
        while (handoff.poll() != null) {
            rest++;
        }
        r.r1 = lost ? Wait.LOST : out.get() == 1 ? rest : -10;
    }
}
