package dev.heddle.net;

import dev.heddle.concurrent.CoarseClock;
import dev.heddle.concurrent.ConnectionState;
import java.time.Duration;

/**
 * How a server measures time.
 *
 * @param clock the coarse clock of all deadlines, advanced by the watchdog
 * @param handlers finds handlers that have exceeded their timeout
 */
public record Timing(CoarseClock clock, HandlerTimeouts handlers) {
    /** A timeout from this length on is none. It must not overflow a deadline. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** A timeout in milliseconds, bounded so that a deadline cannot overflow. */
    static long millis(Duration timeout) {
        return (timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST).toMillis();
    }

    /** The time on the clock at which a timeout that starts now has passed; {@link ConnectionState#NEVER} for zero, which is off. */
    long deadline(Duration timeout) {
        boolean never = timeout.isZero() || timeout.compareTo(LONGEST) > 0;
        return never ? ConnectionState.NEVER : clock.millis() + timeout.toMillis();
    }
}
