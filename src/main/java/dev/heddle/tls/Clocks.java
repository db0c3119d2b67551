package dev.heddle.tls;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The clocks of TLS.
 *
 * @param nanos for what has an age, as {@link System#nanoTime}
 * @param date for certificates
 */
record Clocks(LongSupplier nanos, InstantSource date) {
    /** That of the machine. */
    static final Clocks SYSTEM = new Clocks(System::nanoTime, InstantSource.system());

    /** The age in nanoseconds of what was made at a time. */
    long since(long then) {
        return nanos.getAsLong() - then;
    }
}
