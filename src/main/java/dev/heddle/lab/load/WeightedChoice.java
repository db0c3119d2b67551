package dev.heddle.lab.load;

import java.util.SplittableRandom;

/** Draws one of several numbers from 0 on, each with its own weight. Immutable. */
final class WeightedChoice {
    /** The sum of the weights up to each number, divided by the sum of all. */
    private final double[] cumulative;

    private WeightedChoice(double[] weights) {
        this.cumulative = weights.clone();
        for (int i = 1; i < cumulative.length; i++) {
            cumulative[i] += cumulative[i - 1];
        }
        double sum = cumulative[cumulative.length - 1];
        for (int i = 0; i < cumulative.length; i++) {
            cumulative[i] /= sum;
        }
    }

    /** @param weights positive, at least one */
    static WeightedChoice of(double[] weights) {
        return new WeightedChoice(weights);
    }

    /** Zipf's law: the n-th has a weight of 1 / n to the power of the exponent. */
    static WeightedChoice zipf(int count, double exponent) {
        double[] weights = new double[count];
        for (int i = 0; i < count; i++) {
            weights[i] = 1 / Math.pow(i + 1, exponent);
        }
        return new WeightedChoice(weights);
    }

    int draw(SplittableRandom random) {
        if (cumulative.length == 1) {
            return 0;
        }
        double drawn = random.nextDouble();
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > drawn) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
