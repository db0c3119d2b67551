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
    /**
     * The time on the clock at which a timeout that starts now has passed; {@link ConnectionState#NEVER} for zero, which is off. No
     * timeout of {@link dev.heddle.options.Timeouts} overflows it.
     */
    long deadline(Duration timeout) {
        return timeout.isZero() ? ConnectionState.NEVER : clock.millis() + timeout.toMillis();
    }
}
