package dev.heddle.lab.load;

import java.util.SplittableRandom;

/** The schedule of an open loop: gives one intended start after another. Not for several threads. */
interface Arrivals {
    /** After the last arrival. */
    long NEVER = Long.MAX_VALUE;

    /** The next intended start, in nanoseconds since the first possible one. Never decreases. */
    long next();

    /** The schedule of a pace, for one of several loops that share it; empty for a closed loop. */
    static Arrivals of(Pace pace, int loop, int loops, SplittableRandom random) {
        return switch (pace) {
            case Pace.Closed closed -> () -> NEVER;
            case Pace.Open open ->
                open.poisson() ? poisson(open.rate() / loops, random) : constant(open.rate(), loop, loops);
            case Pace.AtOnce storm -> atOnce(storm.count() / loops + (loop < storm.count() % loops ? 1 : 0));
        };
    }

    /** The schedule of a part of an open loop's requests. */
    static Arrivals ofShare(Pace.Open open, double share, SplittableRandom random) {
        return open.poisson() ? poisson(open.rate() * share, random) : constant(open.rate() * share, 0, 1);
    }

    /** Independent arrivals: the time between two is exponentially distributed. */
    static Arrivals poisson(double rate, SplittableRandom random) {
        double mean = 1e9 / rate;
        double[] sum = new double[1];
        return () -> {
            sum[0] -= Math.log(1 - random.nextDouble()) * mean;
            return (long) sum[0];
        };
    }

    private static Arrivals constant(double rate, int loop, int loops) {
        double gap = 1e9 / rate;
        long[] count = {loop};
        return () -> {
            long at = (long) (count[0] * gap);
            count[0] += loops;
            return at;
        };
    }

    private static Arrivals atOnce(int count) {
        int[] left = {count};
        return () -> left[0]-- > 0 ? 0 : NEVER;
    }
}
