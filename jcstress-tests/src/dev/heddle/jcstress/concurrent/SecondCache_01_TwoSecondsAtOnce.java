package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.SecondCache;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The value and its second are one immutable object: no thread gets another second's value. */
@JCStressTest
@Description("Two threads ask for the values of different seconds at the same time: each gets its own.")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Each got its own.")
@Outcome(expect = FORBIDDEN, desc = "One got the value of another second.")
@State
public class SecondCache_01_TwoSecondsAtOnce extends Together {
    private final SecondCache<Integer> values = new SecondCache<>(second -> (int) second);

    /** Asks for the first. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = values.at(1);
    }

    /** Asks for the second. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = values.at(2);
    }
}
