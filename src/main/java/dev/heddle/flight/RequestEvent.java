package dev.heddle.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A request, from its first bytes until its reply was written. */
@Name("heddle.Request")
@Label("Request")
@Category("Heddle")
@Description("A request, from its first bytes until its reply was written")
@Enabled(false)
@StackTrace(false)
final class RequestEvent extends Event {
    @Label("Peer")
    @Nullable
    String peer;

    @Label("Lane")
    @Description("What its handler says about it, where messages are dispatched")
    @Nullable
    String lane;

    @Label("Framing")
    @Description("Until the head was read and parsed")
    @Timespan(Timespan.NANOSECONDS)
    long framing;

    @Label("Waiting")
    @Description("Then, until its handler was called: for a permit, or in its lane")
    @Timespan(Timespan.NANOSECONDS)
    long waiting;

    @Label("Handling")
    @Description("Then, until the handler returned")
    @Timespan(Timespan.NANOSECONDS)
    long handling;

    @Label("Replying")
    @Description(
            "Then, until the reply was encoded, and written unless it leaves with later ones: for its turn, and for the client")
    @Timespan(Timespan.NANOSECONDS)
    long replying;
}
