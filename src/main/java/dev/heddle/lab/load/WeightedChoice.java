package dev.heddle.lab.load;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

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

    /** Zipf's law: the n-th, counted from 1, has a weight of 1 / n to the power of the exponent. Numbers begin with 0. */
    static double zipfWeight(int number, double exponent) {
        return 1 / Math.pow(number + 1.0, exponent);
    }

    /** The sum of the weights of that many. */
    static double zipfSum(int count, double exponent) {
        return IntStream.range(0, count)
                .mapToDouble(number -> zipfWeight(number, exponent))
                .sum();
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
