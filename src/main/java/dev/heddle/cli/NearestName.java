package dev.heddle.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that someone may have meant. */
final class NearestName {
    private NearestName() {}

    /** The known name that is nearest to an unknown one; empty if they have little in common. */
    static Optional<String> of(String unknown, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(unknown, name)))
                .filter(name -> 2 * distance(unknown, name) <= Math.max(unknown.length(), name.length()));
    }

    /** How many characters have to be inserted, removed, replaced, or swapped with their neighbour. */
    static int distance(String from, String to) {
        int[][] costs = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                costs[i][j] = i == 0 || j == 0 ? i + j : cost(from, to, i, j, costs);
            }
        }
        return costs[from.length()][to.length()];
    }

    private static int cost(String from, String to, int i, int j, int[][] costs) {
        int replaced = costs[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, 1 + Math.min(costs[i - 1][j], costs[i][j - 1]));
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, costs[i - 2][j - 2] + 1) : least;
    }
}
