package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.PrefixMap;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Each change makes a new list of the one that is there: two that begin with the same one would undo each other's. */
@JCStressTest
@Description("Two add values under different paths at once: both are found.")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Both are found.")
@Outcome(
        id = {"0, 2", "1, 0"},
        expect = FORBIDDEN,
        desc = "One has disappeared.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class PrefixMap_01_AddVsAdd extends Together {
    private final PrefixMap<Integer> values = new PrefixMap<>(String::startsWith);

    /** Adds one. */
    @Actor
    public void one() {
        meet();
        values.add("/one", 1);
    }

    /** Adds another. */
    @Actor
    public void other() {
        meet();
        values.add("/other", 2);
    }

    /** Looks for both. */
    @Arbiter
    public void look(II_Result r) {
        r.r1 = found("/one/page");
        r.r2 = found("/other/page");
    }

    private int found(String path) {
        Integer value = values.find(path);
        return value == null ? 0 : value;
    }
}
