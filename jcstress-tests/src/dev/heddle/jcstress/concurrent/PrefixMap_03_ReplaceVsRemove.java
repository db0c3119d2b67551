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

/** A thread that removes a context by its object means that one, not its successor under the same path. */
@JCStressTest
@Description("One replaces a value while another removes the old one: the old one is removed once, the new one stays.")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "The old one was removed once, and the new one is found.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "The old one is still found.")
@Outcome(id = ".*, 0", expect = FORBIDDEN, desc = "The new one was removed instead of the old one.")
@Outcome(id = "2, .*", expect = FORBIDDEN, desc = "Both say that they removed the old one.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class PrefixMap_03_ReplaceVsRemove extends Together {
    private final PrefixMap<Integer> values = new PrefixMap<>(String::startsWith);
    private boolean replaced;
    private boolean removed;

    /** The old one is there. */
    public PrefixMap_03_ReplaceVsRemove() {
        values.add("/path", 1);
    }

    /** Replaces it. */
    @Actor
    public void replacer() {
        meet();
        replaced = values.remove("/path", null);
        values.add("/path", 2);
    }

    /** Removes the old one. */
    @Actor
    public void remover() {
        meet();
        removed = values.remove("/path", 1);
    }

    /** Looks what is there. */
    @Arbiter
    public void look(II_Result r) {
        Integer value = values.find("/path");
        r.r1 = (replaced ? 1 : 0) + (removed ? 1 : 0);
        r.r2 = value == null ? 0 : value;
    }
}
