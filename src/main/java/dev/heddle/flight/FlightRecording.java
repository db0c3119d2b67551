package dev.heddle.flight;

import java.net.SocketAddress;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Tells the JDK's flight recorder what happens in a server. Any thread may call any method. While nothing is recorded a call costs a look at
 * a field, and neither reads a clock nor allocates.
 */
public final class FlightRecording {
    /** The module is missing on the module path unless the program, or an option of the JVM, asks for it. */
    private static final boolean AVAILABLE = prepared();

    private FlightRecording() {}

    private static boolean prepared() {
        boolean available = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
        if (available) {
            RecorderStart.await();
        }
        return available;
    }

    /**
     * Whether there can be a recording. Before that the classes of the events are not touched: to register them takes the JDK a quarter
     * of the time in which a server starts.
     */
    private static boolean hasRecorder() {
        return AVAILABLE && FlightRecorder.isInitialized();
    }

    /** A connection was accepted. Null if no one records connections. */
    public static @Nullable RecordedConnection connection() {
        return hasRecorder() ? RecordedConnection.startIfEnabled() : null;
    }

    /** The first bytes of a message have arrived. Null if no one records messages. */
    public static @Nullable RecordedMessage message() {
        return hasRecorder() ? RecordedMessage.startIfEnabled() : null;
    }

    /** An accept has failed, and the acceptor pauses. */
    public static void acceptFailed(int acceptor, Throwable cause, long backOffNanos) {
        if (hasRecorder()) {
            AcceptFailureEvent.record(acceptor, cause, backOffNanos);
        }
    }

    /** A connection was rejected, at the limit of connections. */
    public static void connectionRejected(@Nullable SocketAddress peer, int limit) {
        if (hasRecorder()) {
            RejectionEvent.ofConnection(peer, limit);
        }
    }

    /** A message was rejected. */
    public static void messageRejected(@Nullable SocketAddress peer, String reason) {
        if (hasRecorder()) {
            RejectionEvent.ofMessage(peer, reason);
        }
    }
}
