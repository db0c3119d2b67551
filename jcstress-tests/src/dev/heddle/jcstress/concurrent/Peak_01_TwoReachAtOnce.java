package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Peak;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The highest value is raised by CAS: a lower one that comes late does not replace it. */
@JCStressTest
@Description("Two values are reached at once: the peak is the higher one.")
@Outcome(id = "7", expect = ACCEPTABLE, desc = "The higher one.")
@Outcome(id = "5", expect = FORBIDDEN, desc = "The lower one replaced the higher one.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Peak_01_TwoReachAtOnce extends Together {
    private final Peak peak = new Peak();

    /** Reaches 5. */
    @Actor
    public void lower() {
        meet();
        peak.reached(5);
    }

    /** Reaches 7. */
    @Actor
    public void higher() {
        meet();
        peak.reached(7);
    }

    /** Looks. */
    @Arbiter
    public void look(I_Result r) {
        r.r1 = (int) peak.get();
    }
}
