package dev.heddle.lab.compare;

import java.time.Duration;

/**
 * How long and how often is measured.
 *
 * @param warmUp load before each measurement
 * @param window each measurement
 * @param rounds how often each server is measured
 */
public record Timing(Duration warmUp, Duration window, int rounds) {
    /** Everything in under half an hour on two processors. */
    public static final Timing WHOLE = new Timing(Duration.ofMillis(700), Duration.ofMillis(2500), 3);

    /** A first look in under three minutes. */
    public static final Timing QUICK = new Timing(Duration.ofMillis(400), Duration.ofMillis(1200), 1);

    /** What a measurement takes besides: a JVM has to start. */
    private static final double START_SECONDS = 0.9;

    double secondsForOne() {
        return START_SECONDS + (warmUp.toMillis() + window.toMillis()) / 1e3;
    }
}
