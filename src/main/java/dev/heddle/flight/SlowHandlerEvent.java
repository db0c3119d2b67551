package dev.heddle.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/** A handler that took long: at least the event's threshold. */
@Name("heddle.SlowHandler")
@Label("Slow Handler")
@Category("Heddle")
@Description("A handler that took at least the event's threshold")
@Threshold("20 ms")
@Enabled(false)
@StackTrace(false)
final class SlowHandlerEvent extends Event {
    @Label("Peer")
    @Nullable
    String peer;

    @Label("Lane")
    @Nullable
    String lane;
}
