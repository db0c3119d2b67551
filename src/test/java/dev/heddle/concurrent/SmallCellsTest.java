package dev.heddle.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cells of one field each. */
@Timeout(60)
class SmallCellsTest {
    @Test
    void rateLimiterAdmitsOneCallInEachInterval() {
        RateLimiter limiter = new RateLimiter(100);
        long now = System.nanoTime();
        assertThat(limiter.tryAcquire(now)).as("the first, at once").isTrue();
        assertThat(limiter.tryAcquire(now)).isFalse();
        assertThat(limiter.tryAcquire(now + 99)).isFalse();
        assertThat(limiter.tryAcquire(now + 100)).isTrue();
        assertThat(limiter.tryAcquire(now + 199)).isFalse();
        assertThat(limiter.tryAcquire(now + 1000)).isTrue();
        assertThat(limiter.tryAcquire(now + 1001))
                .as("what was missed is not made up for")
                .isFalse();
    }

    @Test
    void rateLimiterAdmitsOneOfTwoConcurrentCalls() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            RateLimiter limiter = new RateLimiter(1_000_000_000L);
            long now = System.nanoTime();
            AtomicInteger through = new AtomicInteger();
            Runnable tries = () -> {
                if (limiter.tryAcquire(now)) {
                    through.incrementAndGet();
                }
            };
            Thread other = TestThreads.start(tries);
            tries.run();
            TestThreads.join(other);
            assertThat(through).hasValue(1);
        }
    }

    @Test
    void valueIsMadeOncePerSecond() {
        List<Long> made = new ArrayList<>();
        SecondCache<String> cache = new SecondCache<>(second -> {
            made.add(second);
            return "at " + second;
        });
        assertThat(cache.at(5)).isEqualTo("at 5");
        assertThat(cache.at(5)).isSameAs(cache.at(5));
        assertThat(cache.at(6)).isEqualTo("at 6");
        assertThat(cache.at(5)).as("also when the time of day is set back").isEqualTo("at 5");
        assertThat(made).containsExactly(5L, 6L, 5L);
    }

    @Test
    void clockStandsStillBetweenTicksAndNeverGoesBack() {
        CoarseClock clock = new CoarseClock();
        assertThat(clock.millis()).isZero();
        long since = System.nanoTime();
        TestThreads.until(() -> System.nanoTime() - since > 3_000_000);
        assertThat(clock.millis()).isZero();
        clock.tick();
        long first = clock.millis();
        assertThat(first).isGreaterThanOrEqualTo(3);
        clock.tick();
        assertThat(clock.millis()).isGreaterThanOrEqualTo(first);
    }

    @Test
    void clockTellsTheSecondOfItsLastTick() {
        CoarseClock clock = new CoarseClock();
        long before = System.currentTimeMillis() / 1000;
        clock.tick();
        long after = System.currentTimeMillis() / 1000;
        assertThat(clock.epochSecond()).isBetween(before, after);
    }
}
