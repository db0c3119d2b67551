package dev.heddle.lab.simulate;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Which times of a load count, on a machine whose speed changes: the half at which its processors were fastest. A half of each load, so
 * that no figure rests on one time of many. Stateless.
 */
final class FasterHalf {
    private FasterHalf() {}

    /**
     * Returns the faster half.
     *
     * @param times at least one
     * @param speed of the processors at one of these times
     * @return the fastest first; of an odd number the one in the middle, too
     */
    static <T> List<T> of(List<T> times, ToLongFunction<T> speed) {
        return times.stream()
                .sorted(Comparator.comparingLong(speed).reversed())
                .limit(Math.ceilDiv(times.size(), 2))
                .toList();
    }
}
