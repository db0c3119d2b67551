package dev.heddle.flight;

import java.net.SocketAddress;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** A connection or a message that was rejected at a limit. */
@Name("heddle.Rejection")
@Label("Rejection")
@Category("Heddle")
@Description("A connection or a message that was rejected at a limit")
@StackTrace(false)
final class RejectionEvent extends Event {
    /** Never committed: to ask it allocates nothing, and loads nothing when descriptors have run out. */
    private static final RejectionEvent PROBE = new RejectionEvent();

    @Label("Peer")
    @Nullable
    String peer;

    @Label("Rejected")
    @Description("What was rejected: connection or message")
    @Nullable
    String rejected;

    @Label("Reason")
    @Nullable
    String reason;

    /** Runs the static initializer, which registers the events. */
    static void prepare() {}

    static void ofConnection(@Nullable SocketAddress peer, int limit) {
        if (PROBE.isEnabled()) {
            new RejectionEvent().commit("connection", peer, "connection limit (" + limit + ") reached");
        }
    }

    static void ofMessage(@Nullable SocketAddress peer, String reason) {
        if (PROBE.isEnabled()) {
            new RejectionEvent().commit("message", peer, reason);
        }
    }

    private void commit(String what, @Nullable SocketAddress from, String why) {
        rejected = what;
        peer = String.valueOf(from);
        reason = why;
        commit();
    }
}
