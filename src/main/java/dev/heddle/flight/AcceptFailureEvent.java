package dev.heddle.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** An accept that failed. */
@Name("heddle.AcceptFailure")
@Label("Accept Failure")
@Category("Heddle")
@Description("An accept that failed, most likely because file descriptors ran out")
@StackTrace(false)
final class AcceptFailureEvent extends Event {
    /** Never committed: to ask it allocates nothing, and loads nothing when descriptors have run out. */
    private static final AcceptFailureEvent PROBE = new AcceptFailureEvent();

    @Label("Acceptor")
    int acceptor;

    @Label("Reason")
    @Nullable
    String reason;

    @Label("Pause")
    @Description("How long the acceptor waits before the next attempt")
    @Timespan(Timespan.NANOSECONDS)
    long pause;

    /** Runs the static initializer, which registers the events. */
    static void prepare() {}

    static void record(int acceptor, Throwable cause, long backOffNanos) {
        if (PROBE.isEnabled()) {
            AcceptFailureEvent event = new AcceptFailureEvent();
            event.acceptor = acceptor;
            event.reason = cause.toString();
            event.pause = backOffNanos;
            event.commit();
        }
    }
}
