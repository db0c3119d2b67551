package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Admission;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A closing server does not leave a thread waiting for a permit that will not come. */
@JCStressTest
@Description("The server closes while a thread begins to wait for a permit: the wait ends without one.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "The wait ended without a permit.")
@Outcome(id = "2", expect = FORBIDDEN, desc = "The closed server gave a permit that it does not have.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The server is closed, and the thread stays parked.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Admission_07_CloseVsWait extends Together {
    private final Admission admission = new Admission(1);
    private boolean admitted;

    /** The only permit is in use. */
    public Admission_07_CloseVsWait() {
        admission.acquire();
    }

    /** Closes. */
    @Actor
    public void closing() {
        meet();
        admission.close();
    }

    /** Waits. */
    @Actor
    public void acceptor(I_Result r) {
        meet();
        boolean ended = Wait.FIRST.ended(() -> admitted = admission.acquireOrClosed() != null);
        r.r1 = !ended ? Wait.LOST : admitted ? 2 : 1;
    }
}
