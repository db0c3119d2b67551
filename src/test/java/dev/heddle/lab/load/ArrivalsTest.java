package dev.heddle.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private static final int MANY = 100_000;

    private static long[] gaps(Arrivals arrivals, int count) {
        long[] times = LongStream.generate(arrivals::next).limit(count + 1L).toArray();
        return LongStream.range(0, count)
                .map(i -> times[(int) i + 1] - times[(int) i])
                .toArray();
    }

    private static Arrivals of(Pace pace, int loop, int loops) {
        return Arrivals.of(pace, loop, loops, new SplittableRandom(1));
    }

    @Test
    void constantArrivalsAreEquallyFarApart() {
        assertThat(gaps(of(new Pace.Open(1000, false), 0, 1), 100)).containsOnly(1_000_000);
    }

    @Test
    void loopsTakeTurnsAtAConstantRate() {
        assertThat(of(new Pace.Open(1000, false), 1, 2).next()).isEqualTo(1_000_000);
        assertThat(gaps(of(new Pace.Open(1000, false), 1, 2), 100)).containsOnly(2_000_000);
    }

    /** The mean and the deviation of an exponential distribution are equal. */
    @Test
    void poissonArrivalsAreIndependent() {
        long[] gaps = gaps(of(new Pace.Open(1000, true), 0, 1), MANY);
        double mean = LongStream.of(gaps).average().orElseThrow();
        double deviation = Math.sqrt(LongStream.of(gaps)
                .mapToDouble(gap -> (gap - mean) * (gap - mean))
                .average()
                .orElseThrow());
        assertThat(mean).isCloseTo(1e6, within(2e4));
        assertThat(deviation).isCloseTo(1e6, within(3e4));
    }

    @Test
    void stormComesAtOnceAndNothingAfterIt() {
        Arrivals storm = of(new Pace.AtOnce(3), 0, 1);
        assertThat(LongStream.generate(storm::next).limit(5))
                .containsExactly(0L, 0L, 0L, Arrivals.NEVER, Arrivals.NEVER);
    }

    @Test
    void zipfSharesFallWithTheRank() {
        WeightedChoice shares = WeightedChoice.of(IntStream.range(0, 4)
                .mapToDouble(number -> WeightedChoice.zipfWeight(number, 1))
                .toArray());
        SplittableRandom random = new SplittableRandom(1);
        int[] drawn = new int[4];
        for (int i = 0; i < MANY; i++) {
            drawn[shares.draw(random)]++;
        }
        double sum = 1 + 1.0 / 2 + 1.0 / 3 + 1.0 / 4;
        for (int i = 0; i < 4; i++) {
            assertThat(drawn[i] / (double) MANY).isCloseTo(1 / sum / (i + 1), within(0.01));
        }
        assertThat(WeightedChoice.zipfSum(4, 1)).isCloseTo(sum, within(1e-9));
    }
}
