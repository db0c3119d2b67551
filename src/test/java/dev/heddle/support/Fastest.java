package dev.heddle.support;

import java.util.concurrent.Callable;

/** The best of a few measurements, on a machine that may be busy with something else. */
public final class Fastest {
    private static final int ATTEMPTS = 3;

    private Fastest() {}

    /**
     * Returns the smallest result of up to three attempts. Stops at the first that is within the bound.
     *
     * @param inTime the bound
     * @param attempt returns what it measured
     */
    public static long of(long inTime, Callable<Long> attempt) throws Exception {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && fastest > inTime; i++) {
            fastest = Math.min(fastest, attempt.call());
        }
        return fastest;
    }
}
