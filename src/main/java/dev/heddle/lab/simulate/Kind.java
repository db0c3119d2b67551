package dev.heddle.lab.simulate;

import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/**
 * A kind of request.
 *
 * @param name for the output
 * @param weight how often it comes, in relation to the others
 * @param lane what its handler says about it
 * @param handlerNanos draws how long its handler computes
 */
record Kind(String name, double weight, Lane lane, ToLongFunction<SplittableRandom> handlerNanos) {
    /** Where message-balanced handles it. */
    enum Lane {
        INLINE,
        NORMAL,
        LONG
    }

    /** A kind whose handler always takes the same time. */
    static Kind constant(String name, double weight, Lane lane, long nanos) {
        return new Kind(name, weight, lane, random -> nanos);
    }

    /** A kind whose handler takes an exponentially distributed time. */
    static Kind exponential(String name, double meanNanos) {
        return new Kind(name, 1, Lane.NORMAL, random -> exponential(random, meanNanos));
    }

    static long exponential(SplittableRandom random, double meanNanos) {
        return Math.round(-Math.log(1 - random.nextDouble()) * meanNanos);
    }
}
