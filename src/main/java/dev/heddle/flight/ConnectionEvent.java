package dev.heddle.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A connection, from when it was accepted until it was closed. */
@Name("heddle.Connection")
@Label("Connection")
@Category("Heddle")
@Description("A connection, from when it was accepted until it was closed")
@Enabled(false)
@StackTrace(false)
final class ConnectionEvent extends Event {
    @Label("Peer")
    @Description("The client's address; with its port it names the connection in all events")
    @Nullable
    String peer;

    @Label("Acceptor")
    int acceptor;
}
