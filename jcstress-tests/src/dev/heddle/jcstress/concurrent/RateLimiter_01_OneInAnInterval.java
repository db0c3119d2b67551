package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.RateLimiter;
import dev.heddle.jcstress.harness.Together;
import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A log line that must not flood: of all threads that write it now, one does. */
@JCStressTest
@Description("Two calls come in the same interval: exactly one is admitted.")
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One was admitted.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both were admitted.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Neither was admitted.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class RateLimiter_01_OneInAnInterval extends Together {
    private final RateLimiter pace = new RateLimiter(TimeUnit.HOURS.toNanos(1));

    /** Wants through. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = pace.tryAcquire(System.nanoTime()) ? 1 : 0;
    }

    /** Wants through, too. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = pace.tryAcquire(System.nanoTime()) ? 1 : 0;
    }
}
