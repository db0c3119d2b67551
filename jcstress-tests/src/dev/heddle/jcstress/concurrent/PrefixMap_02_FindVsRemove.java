package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.PrefixMap;
import dev.heddle.jcstress.harness.Together;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A reader goes through one list to its end, whatever is changed in the meantime. */
@JCStressTest
@Description("One looks for a path while another path is removed: it is found.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It was found.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "It was there all the time, and was not found.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class PrefixMap_02_FindVsRemove extends Together {
    private final PrefixMap<Integer> values = new PrefixMap<>(String::startsWith);

    /** Both are there; the one that stays is looked at last. */
    public PrefixMap_02_FindVsRemove() {
        values.add("/one", 1);
        values.add("/other", 2);
    }

    /** Removes one. */
    @Actor
    public void changes() {
        meet();
        values.remove("/other", null);
    }

    /** Looks for the other. */
    @Actor
    public void looks(I_Result r) {
        meet();
        Integer value = values.find("/one/page");
        r.r1 = value == null ? 0 : value;
    }
}
