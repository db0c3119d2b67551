package dev.heddle.lab;

import java.util.Collection;

/** Jain's index of fairness: 1 if all have the same, 1/n if one of n has everything. */
public final class Jain {
    private Jain() {}

    /** The index of some shares; 1 if nobody has anything. */
    public static double index(Collection<Double> shares) {
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        double squares = shares.stream().mapToDouble(share -> share * share).sum();
        return squares == 0 ? 1 : sum * sum / (shares.size() * squares);
    }
}
