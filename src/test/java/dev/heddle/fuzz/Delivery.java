package dev.heddle.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Splits an input into the parts in which it arrives. */
final class Delivery {
    private static final int LONGEST_PART = 40;

    private Delivery() {}

    /** Splits into parts of pseudo-random lengths, the same for the same input. */
    static List<byte[]> atRandom(byte[] input) {
        Random random = new Random(Arrays.hashCode(input));
        List<byte[]> parts = new ArrayList<>();
        for (int at = 0; at < input.length; ) {
            int to = Math.min(input.length, at + 1 + random.nextInt(LONGEST_PART));
            parts.add(Arrays.copyOfRange(input, at, to));
            at = to;
        }
        return parts;
    }
}
