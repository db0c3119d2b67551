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

/** A context has one handler, a server is bound once: whoever comes second is told so, and finds what the first one set. */
@JCStressTest
@Description("Two set the same thing for the first time: one of them does, and both see the value of that one.")
@Outcome(
        id = {"1, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "One has set it, and the other finds that one's value.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both have set it: one's value is lost, and nobody is told.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Each was told that the other has set it.")
@Outcome(expect = FORBIDDEN, desc = "One does not find what was set.")
@State
public class Setting_01_FirstVsFirst extends Together {
    private final Setting<String> setting = new Setting<>(null);

    /** Sets it. */
    @Actor
    public void one(II_Result r) {
        meet();
        r.r1 = setFirst("one", "other");
    }

    /** Sets it, too. */
    @Actor
    public void other(II_Result r) {
        meet();
        r.r2 = setFirst("other", "one");
    }

    private int setFirst(String own, String others) {
        boolean first = setting.setFirst(own);
        String found = setting.get();
        return first ? own.equals(found) ? 1 : 2 : others.equals(found) ? 0 : 3;
    }
}
