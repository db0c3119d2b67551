package dev.heddle.net;

import dev.heddle.options.Timeouts;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether a peer keeps up a minimum rate, and when its next bytes are due. A token bucket of time: it starts with one grace, gains a
 * second for every {@code bytesPerSecond} bytes, and loses the time that the server waits for the peer. It holds at most {@link
 * #MAX_GRACES} graces, so that an early burst does not buy an unlimited stall.
 *
 * <p>Only for the thread that reads, or writes, the connection. Times are in milliseconds of the coarse clock.
 */
final class MinimumRate {
    /** How much time the bucket holds at most, in graces. */
    private static final int MAX_GRACES = 6;

    private static final long MICROS = TimeUnit.SECONDS.toMicros(1);

    /** How long the first bytes may take; 0 if no deadline runs. */
    private final long graceMicros;

    private final int bytesPerSecond;

    /** The number of bytes so far, for {@link #describe}. */
    private long bytes;

    /** How long the next bytes may take. */
    private long leftMicros;

    /**
     * @param grace how far the peer may be behind the rate; zero for no deadline
     * @param bytesPerSecond the rate; 0 for none: then each read or write, of whatever size, may take the grace
     */
    MinimumRate(Duration grace, int bytesPerSecond) {
        this.graceMicros =
                TimeUnit.MILLISECONDS.toMicros(Timeouts.bounded(grace).toMillis());
        this.bytesPerSecond = bytesPerSecond;
        this.leftMicros = graceMicros;
    }

    /** Notes that bytes were transferred, or that the input ended ({@code count} is negative), after a wait. */
    void received(int count, long millis) {
        if (bytesPerSecond == 0) {
            leftMicros = graceMicros;
            return;
        }
        int more = Math.max(0, count);
        bytes += more;
        long left = leftMicros - TimeUnit.MILLISECONDS.toMicros(millis) + more * MICROS / bytesPerSecond;
        leftMicros = Math.min(left, MAX_GRACES * graceMicros);
    }

    /** Gives back time that the server spent waiting for something other than the peer. */
    void excuse(long millis) {
        leftMicros += TimeUnit.MILLISECONDS.toMicros(millis);
    }

    /** The time at which the next bytes are due; {@code never} if no deadline runs. */
    long deadline(long now, long never) {
        return graceMicros == 0 ? never : now + TimeUnit.MICROSECONDS.toMillis(leftMicros);
    }

    /** What to log about a peer that was slower. */
    String describe() {
        return "body too slow: below " + bytesPerSecond + " bytes/s (" + bytes + " bytes received)";
    }
}
