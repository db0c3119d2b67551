package dev.heddle.lab.simulate;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Which rounds of a load count, on a machine whose speed changes: the half in which its processors were fastest. The same part of each
 * load, so that none rests on a single round of many. Stateless.
 */
final class FasterHalf {
    private FasterHalf() {}

    /**
     * Returns the faster half.
     *
     * @param rounds at least one
     * @param speed of the processors in one of them
     * @return the fastest first; of an odd number the one in the middle, too
     */
    static <T> List<T> of(List<T> rounds, ToLongFunction<T> speed) {
        return rounds.stream()
                .sorted(Comparator.comparingLong(speed).reversed())
                .limit(Math.ceilDiv(rounds.size(), 2))
                .toList();
    }
}
