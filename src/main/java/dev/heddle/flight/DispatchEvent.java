package dev.heddle.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A message on its way from the dispatcher to the worker that handles it. On the worker's thread. */
@Name("heddle.Dispatch")
@Label("Dispatch")
@Category("Heddle")
@Description("A message of message-balanced, from when it was given to a lane until a worker called its handler")
@Enabled(false)
@StackTrace(false)
final class DispatchEvent extends Event {
    @Label("Peer")
    @Nullable
    String peer;

    @Label("Lane")
    @Nullable
    String lane;

    @Label("Dispatcher's thread")
    @Nullable
    Thread dispatcher;
}
