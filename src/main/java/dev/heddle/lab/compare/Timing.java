package dev.heddle.lab.compare;

import java.time.Duration;

/**
 * How long and how often is measured.
 *
 * @param warmUp load before each measurement
 * @param compiling load before measurements of latencies near a server's capacity: until the compiler of a fresh JVM leaves it the processors
 * @param settling then load at the measured pace: what a compiler's last work had let wait is worked off before it counts
 * @param window each measurement
 * @param rounds how often each server is measured
 */
public record Timing(Duration warmUp, Duration compiling, Duration settling, Duration window, int rounds) {
    /** Everything in under half an hour on two processors. */
    public static final Timing WHOLE = new Timing(
            Duration.ofMillis(700), Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofMillis(2500), 3);

    /** A first look in under three minutes. */
    public static final Timing QUICK = new Timing(
            Duration.ofMillis(400), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofMillis(1200), 1);

    /** What a measurement takes besides: a JVM has to start. */
    private static final double START_SECONDS = 0.9;

    double secondsForOne() {
        return START_SECONDS + (warmUp.toMillis() + window.toMillis()) / 1e3;
    }
}
