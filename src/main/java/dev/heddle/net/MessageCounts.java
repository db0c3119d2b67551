package dev.heddle.net;

import dev.heddle.carrier.Carrier;
import dev.heddle.concurrent.CoarseClock;
import org.jspecify.annotations.Nullable;

/**
 * Counts the messages that a connection's reader handles one after another, and adds those of a batch to the server's counters together:
 * three shared counters for each message would cost a pipelined one as much as the clock and the collector's barriers do.
 *
 * <p>While the next message is buffered, the one that has finished and the one that starts cancel out: how many messages are in flight is
 * right at any time. The totals lag by a batch at most, and no more than a quarter of a second plus the time of one message.
 *
 * <p>For the thread that reads the connection.
 */
final class MessageCounts {
    private final ServerContext.Counters counters;
    private final CoarseClock clock;

    /** Messages that have finished, and are in no counter yet. */
    private int pending;

    /** Coarse-clock time (ms) at which the first of those finished. */
    private long pendingSince;

    /** Whether one message of this connection is counted as started and not as finished. */
    private boolean inFlight;

    MessageCounts(ServerContext.Counters counters, CoarseClock clock) {
        this.counters = counters;
        this.clock = clock;
    }

    /** Counts a message whose handling starts. */
    void started() {
        if (!inFlight) { // Otherwise it takes the place of the one before.
            counters.started().increment();
            inFlight = true;
        }
    }

    /**
     * Counts a message whose handling has ended, and whose reply was written or given up.
     *
     * @param atOnce whether it must not wait for others
     * @param carrier of the connection, if it is one of the server's own
     */
    void finished(boolean atOnce, @Nullable Carrier carrier) {
        long now = clock.millis();
        if (pending++ == 0) {
            pendingSince = now;
        }
        if (atOnce || now != pendingSince) {
            publish(carrier);
        }
    }

    /** Adds what is pending to the server's counters: before a wait for the peer, and at the end. */
    void publish(@Nullable Carrier carrier) {
        int count = pending;
        if (count == 0) {
            return;
        }
        // One is counted as started already, unless there was no memory to count it.
        int notStarted = inFlight ? count - 1 : count;
        if (notStarted > 0) {
            counters.started().add(notStarted); // An addition of 0 costs as much as any.
        }
        counters.finished().add(count);
        if (carrier != null) {
            carrier.messages().add(count);
        }
        pending = 0;
        inFlight = false;
    }
}
