package dev.heddle.lab.compare;

import java.time.Duration;

/**
 * How long and how often is measured.
 *
 * @param first load on a server that has just started, before its first measurement
 * @param warmUp load before each other measurement
 * @param compiling in place of the first, before measurements of latencies near a server's capacity: until the compiler of a fresh JVM
 *     leaves it the processors
 * @param settling then load at the measured pace, before each measurement: what a compiler's last work had let wait is worked off before it counts
 * @param window each measurement
 * @param rounds how often each server is measured
 */
public record Timing(
        Duration first, Duration warmUp, Duration compiling, Duration settling, Duration window, int rounds) {
    /** Everything in under half an hour on two processors. */
    public static final Timing WHOLE = new Timing(
            Duration.ofSeconds(3),
            Duration.ofMillis(500),
            Duration.ofSeconds(12),
            Duration.ofSeconds(5),
            Duration.ofMillis(2300),
            3);

    /** A first look in under three minutes. */
    public static final Timing QUICK = new Timing(
            Duration.ofMillis(400),
            Duration.ofMillis(400),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofMillis(1200),
            1);

    /** What a server takes besides: its JVM has to start. */
    private static final double START_SECONDS = 0.9;

    /** What one measurement takes: in the first round with the server's start. */
    double secondsForOne(int round) {
        double before = round == 1 ? START_SECONDS + first.toMillis() / 1e3 : warmUp.toMillis() / 1e3;
        return before + window.toMillis() / 1e3;
    }
}
