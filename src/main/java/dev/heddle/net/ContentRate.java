package dev.heddle.net;

import dev.heddle.options.Timeouts;

/**
 * How fast the content of one message comes, and until when the next octets of it have to be here: a grace, and besides it
 * {@link Timeouts#bodyRate} octets a second. Only the time counts that is spent waiting for the peer.
 *
 * <p>Plain state of the thread that reads the connection. Times are the clock's milliseconds.
 */
final class ContentRate {
    private final Timeouts timeouts;

    /** Whether content is being read at all, and not a head. */
    private boolean watched;

    private long octets;
    private long waitedMillis;

    ContentRate(Timeouts timeouts) {
        this.timeouts = timeouts;
    }

    /** The content of a message begins. */
    void begin() {
        watched = true;
        octets = 0;
        waitedMillis = 0;
    }

    /** What is read from here on is no content. */
    void end() {
        watched = false;
    }

    /** Whether content is being read. */
    boolean isWatched() {
        return watched;
    }

    /** Octets have come, or the end with none, after a wait. */
    void came(int count, long millis) {
        octets += Math.max(0, count);
        waitedMillis += millis;
    }

    /** A part of the wait was not the peer's doing. */
    void excuse(long millis) {
        waitedMillis -= millis;
    }

    /** Until when the next octets have to come; {@code never} if they may take for ever. */
    long deadline(long now, long never) {
        if (timeouts.body().isZero()) {
            return never;
        }
        if (timeouts.bodyRate() == 0) {
            return now + timeouts.body().toMillis();
        }
        long earned = octets * 1000 / timeouts.bodyRate();
        return now + timeouts.body().toMillis() + earned - waitedMillis;
    }

    /** What is said of a peer that was slower. */
    String complaint() {
        return "content came slower than " + timeouts.bodyRate() + " octets a second, " + octets + " octets in all";
    }
}
