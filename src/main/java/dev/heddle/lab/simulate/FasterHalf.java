package dev.heddle.lab.simulate;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Which rounds of a load count, on a machine whose speed changes: the half in which its requests took the least processor time. The same
 * part of each load, so that none rests on a single round of many. The load itself tells: how fast the processors compute for some
 * milliseconds before and after it explained an eighth of the variance of what its requests took. Stateless.
 */
final class FasterHalf {
    private FasterHalf() {}

    /**
     * Returns the faster half.
     *
     * @param rounds at least one
     * @param micros processor time for a request in one of them
     * @return the fastest first; of an odd number the one in the middle, too
     */
    static <T> List<T> of(List<T> rounds, ToDoubleFunction<T> micros) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(micros))
                .limit(Math.ceilDiv(rounds.size(), 2))
                .toList();
    }
}
