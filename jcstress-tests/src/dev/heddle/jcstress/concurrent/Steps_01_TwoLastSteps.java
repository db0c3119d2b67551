package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Steps;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** An exchange ends with its request and its response, which two threads may finish at once. */
@JCStressTest
@Description("The last two steps are done at once: who waits goes on, and sees what was done in both.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Who waited went on, after both.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "Who waited went on before the other's step could be seen.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "Both steps are done, and who waits sleeps on: a lost wake-up.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Steps_01_TwoLastSteps extends Together {
    private final Steps steps = new Steps(2);
    private int response;

    /** Ends the response. */
    @Actor
    public void handler() {
        meet();
        response = 7;
        steps.done();
    }

    /** Ends the request, and waits for the response. */
    @Actor
    public void connection(I_Result r) {
        meet();
        steps.done();
        boolean ended = Wait.FIRST.ended(steps::await);
        r.r1 = !ended ? Wait.LOST : response == 7 ? 1 : 0;
    }
}
