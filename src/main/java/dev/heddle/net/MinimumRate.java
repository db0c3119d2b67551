package dev.heddle.net;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether a peer keeps up a least rate, and until when its next bytes are due: it may lag behind by a grace. What it was faster
 * before counts, but not for ever: nobody who has sent a lot may then take hours over the last byte. Only the time counts that is
 * spent waiting for the peer.
 *
 * <p>Plain state of the thread that reads, or writes, the connection. Times are the clock's milliseconds.
 */
final class MinimumRate {
    /** How far ahead of the rate a peer can be, in graces. */
    private static final int MOST_SAVED = 6;

    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);

    /** From here on a time-out is none. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** How long the next bytes may be waited for at first; 0 if that is not bounded. */
    private final long graceMicros;

    private final int bytesPerSecond;

    /** Since the beginning, for the complaint. */
    private long bytes;

    /** How long the next bytes may be waited for. */
    private long leftMicros;

    /**
     * @param grace how far behind the rate a peer may be; zero for as far as it likes
     * @param bytesPerSecond the rate; 0 for none, so that the grace is for each part of whatever size
     */
    MinimumRate(Duration grace, int bytesPerSecond) {
        this.graceMicros = TimeUnit.MILLISECONDS.toMicros((grace.compareTo(LONGEST) < 0 ? grace : LONGEST).toMillis());
        this.bytesPerSecond = bytesPerSecond;
        this.leftMicros = graceMicros;
    }

    /** Bytes have come, or the end with none, after a wait. */
    void received(int count, long millis) {
        if (bytesPerSecond == 0) {
            leftMicros = graceMicros;
            return;
        }
        int more = Math.max(0, count);
        bytes += more;
        long left = leftMicros - TimeUnit.MILLISECONDS.toMicros(millis) + more * MICROS / bytesPerSecond;
        leftMicros = Math.min(left, MOST_SAVED * graceMicros);
    }

    /** A part of the wait was not the peer's doing. */
    void excuse(long millis) {
        leftMicros += TimeUnit.MILLISECONDS.toMicros(millis);
    }

    /** Until when the next bytes have to come; {@code never} if they may take for ever. */
    long deadline(long now, long never) {
        return graceMicros == 0 ? never : now + TimeUnit.MICROSECONDS.toMillis(leftMicros);
    }

    /** What is said of a peer that was slower. */
    String describe() {
        return "body too slow: below " + bytesPerSecond + " bytes/s (" + bytes + " bytes received)";
    }
}
