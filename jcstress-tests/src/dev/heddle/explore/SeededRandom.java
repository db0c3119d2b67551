package dev.heddle.explore;

import java.util.SplittableRandom;
import org.pastalab.fray.core.randomness.Randomness;

/** What is drawn in one schedule, from a seed. */
final class SeededRandom implements Randomness {
    /** One in so many parks that nobody has ended returns all the same, as every park may. More of them hide a lost wake-up. */
    private static final int SPURIOUS = 8;

    private final SplittableRandom random;

    /**
     * @param seed of all schedules
     * @param index which of them, from 0
     */
    SeededRandom(long seed, int index) {
        // Its constructor scrambles the seed: neighbours have nothing in common.
        random = new SplittableRandom(seed * 1_000_003L + index);
    }

    /** An even number is what Fray takes for a park that returns spuriously. */
    @Override
    public int nextInt() {
        int even = random.nextInt(Integer.MAX_VALUE) & ~1; // It is also an index, by its remainder: not negative.
        return random.nextInt(SPURIOUS) == 0 ? even : even + 1;
    }

    @Override
    public double nextDouble() {
        return random.nextDouble();
    }

    @Override
    public double nextDouble(double from, double to) {
        return random.nextDouble(from, to);
    }

    @Override
    public void done() {}
}
