package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Setting;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Whoever replaces something is given what was there, and may have to close it: each value is given to one. */
@JCStressTest
@Description("Two replace the same value at once: one is given the first value, the other is given what that one set.")
@Outcome(
        id = {"9, 1", "2, 9"},
        expect = ACCEPTABLE,
        desc = "One after the other.")
@Outcome(id = "9, 9", expect = FORBIDDEN, desc = "Both were given the first value, and one of the new ones is lost.")
@Outcome(id = "2, 1", expect = FORBIDDEN, desc = "Each was given what the other set, and the first value is lost.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Setting_03_SetVsSet extends Together {
    private final Setting<Integer> setting = new Setting<>(9);

    /** Replaces it by 1. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = replacedBy(1);
    }

    /** Replaces it by 2. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = replacedBy(2);
    }

    private int replacedBy(int next) {
        Integer before = setting.set(next);
        return before == null ? 0 : before;
    }
}
