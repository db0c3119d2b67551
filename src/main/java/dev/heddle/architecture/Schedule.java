package dev.heddle.architecture;

import dev.heddle.concurrent.Baton;
import dev.heddle.concurrent.UtilizationMeter;
import dev.heddle.metrics.ServerStats.AcceptGateStats;
import dev.heddle.metrics.ServerStats.LaneStats;
import dev.heddle.metrics.ServerStats.SerialSectionStats;
import dev.heddle.net.ServerContext;
import dev.heddle.options.Architecture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A threading architecture at work: it decides which thread accepts, reads, handles and writes, and never looks at a byte. */
public interface Schedule {
    /**
     * Opens the listening sockets of the architecture that was chosen. Nothing is accepted before {@link #start}.
     *
     * @throws IOException if the address cannot be listened on
     * @throws UnsupportedOperationException if the platform lacks what the architecture needs
     */
    static Schedule open(ServerContext context) throws IOException {
        Architecture chosen = context.options().architecture();
        // No switch over types: JDK 21 takes 20 ms to link one, at each start.
        if (chosen instanceof Architecture.SingleThreaded) {
            return new SingleThreadedSchedule(context);
        }
        if (chosen instanceof Architecture.SingleAcceptor) {
            return new SingleAcceptorSchedule(context);
        }
        if (chosen instanceof Architecture.MultiAcceptor multi) {
            return new MultiAcceptorSchedule(context, multi);
        }
        if (chosen instanceof Architecture.MessageBalanced balanced) {
            return new MessageBalancedSchedule(context, balanced);
        }
        if (chosen instanceof Architecture.SocketSharded sharded) {
            return new SocketShardedSchedule(context, sharded);
        }
        return ((ScheduleFactory) chosen).open(context);
    }

    /** The address that is listened on. */
    InetSocketAddress address();

    /** Starts to accept. */
    void start();

    /**
     * Accepts the connections that the kernel has queued, closes the listening sockets, and waits for the acceptors to end, at most until
     * the timeout. Connections continue.
     */
    void stopAccepting(long timeoutNanos);

    /** Takes the samples of figures that cover a period. Called by the watchdog only; does not block. */
    default void sample() {}

    /** How the acceptors wait for a shared socket; null if they share none. */
    default @Nullable AcceptGateStats acceptGate() {
        return null;
    }

    /** The serial sections, if there are any. */
    default List<SerialSectionStats> serialSections() {
        return List.of();
    }

    /** The lanes of messages, if there are any. */
    default List<LaneStats> lanes() {
        return List.of();
    }

    /** The figures of a serial section. */
    static SerialSectionStats statsOf(Baton baton, UtilizationMeter meter) {
        return new SerialSectionStats(
                meter.sinceStart(),
                meter.recent(),
                Duration.ofNanos(meter.busyNanos()),
                baton.acquisitions(),
                baton.contended());
    }
}
