package dev.heddle.jcstress.concurrent;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.heddle.concurrent.Setting;
import dev.heddle.jcstress.harness.Together;
import dev.heddle.jcstress.harness.Wait;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * That a field is volatile is about more than order: a compiler may read a plain one once, before the loop, and look at that for
 * ever.
 */
@JCStressTest
@Description("One sets something while another looks again and again: it finds it, with all its fields.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It found it, whole.")
@Outcome(id = "0", expect = FORBIDDEN, desc = "It found it before its fields could be seen.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "It was set long ago, and who looks never sees it.")
@Outcome(expect = FORBIDDEN, desc = "Something else.")
@State
public class Setting_02_SetVsLook extends Together {
    private final Setting<Content> setting = new Setting<>(null);
    private @Nullable Content found;

    /** Filled in after it was made. */
    private static final class Content {
        int head;
        int length;
    }

    /** Fills it in and sets it. */
    @Actor
    public void setter() {
        Content content = new Content();
        meet();
        content.head = 7;
        content.length = 9;
        setting.set(content);
    }

    /** Looks until it is there. */
    @Actor
    public void looker(I_Result r) {
        meet();
        boolean ended = Wait.FIRST.ended(this::look);
        Content content = found;
        r.r1 = !ended || content == null ? Wait.LOST : content.length == 9 && content.head == 7 ? 1 : 0;
    }

    private void look() {
        Content content;
        do {
            content = setting.get();
        } while (content == null);
        found = content;
    }
}
