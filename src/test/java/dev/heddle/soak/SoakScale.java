package dev.heddle.soak;

import java.time.Duration;
import java.util.SplittableRandom;

/** The scale of the tests of this package: small in the default build, large in the profile {@code soak}. */
final class SoakScale {
    private static final int MINUTES = Integer.getInteger("heddle.soakMinutes", 0);
    private static final Duration SHORT_SOAK = Duration.ofSeconds(4);

    private SoakScale() {}

    /** The small size, or the large one. */
    static int of(int small, int large) {
        return isLarge() ? large : small;
    }

    /** Whether this is the long form. */
    static boolean isLarge() {
        return MINUTES > 0;
    }

    /** How long each architecture is soaked. */
    static Duration soak() {
        return isLarge() ? Duration.ofMinutes(MINUTES) : SHORT_SOAK;
    }

    /** The seed of what the clients do: always the same in the default build; the profile {@code soak} asks for 0, which draws one. */
    static long seed() {
        long asked = Long.getLong("heddle.soakSeed", 1);
        long seed = asked == 0 ? new SplittableRandom().nextLong(1, Long.MAX_VALUE) : asked;
        report("soak seed %d", seed);
        return seed;
    }

    /** Prints what was measured. */
    static void report(String line, Object... figures) {
        System.out.printf(line + "%n", figures);
    }
}
