package dev.heddle.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a peer is waited for, by what it has sent or taken. The clock is a number here. */
class MinimumRateTest {
    private static final long NEVER = Long.MAX_VALUE;
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @Test
    void firstByteMayTakeTheGracePeriod() {
        assertThat(new MinimumRate(TEN_SECONDS, 500).deadline(1_000, NEVER)).isEqualTo(11_000);
    }

    @Test
    void tricklingPeerGetsNoExtraTime() {
        MinimumRate rate = new MinimumRate(TEN_SECONDS, 500);
        for (int second = 0; second < 9; second++) {
            rate.received(1, 1_000);
        }
        assertThat(rate.deadline(9_000, NEVER))
                .as("nine bytes, each worth 2 ms")
                .isEqualTo(10_018);
    }

    @Test
    void peerAboveTheRateMayTakeAnyTime() {
        MinimumRate rate = new MinimumRate(TEN_SECONDS, 500);
        for (int second = 0; second < 100_000; second++) {
            assertThat(rate.deadline(0, NEVER)).isEqualTo(10_000);
            rate.received(500, 1_000);
        }
    }

    @Test
    void creditOfAFasterPeerIsCapped() {
        MinimumRate rate = new MinimumRate(TEN_SECONDS, 500);
        rate.received(5_000, 0);
        assertThat(rate.deadline(0, NEVER)).isEqualTo(20_000);
        rate.received(Integer.MAX_VALUE, 0);
        assertThat(rate.deadline(0, NEVER)).isEqualTo(60_000);
    }

    @Test
    void smallPartsEarnTheSameCreditAsOneLargePart() {
        MinimumRate rate = new MinimumRate(TEN_SECONDS, 10_000);
        for (int i = 0; i < 10_000; i++) {
            rate.received(1, 0);
        }
        assertThat(rate.deadline(0, NEVER)).isEqualTo(11_000);
    }

    @Test
    void timeNotSpentWaitingForThePeerIsNotCharged() {
        MinimumRate rate = new MinimumRate(TEN_SECONDS, 500);
        rate.excuse(4_000);
        rate.received(0, 5_000);
        assertThat(rate.deadline(0, NEVER)).isEqualTo(9_000);
    }

    @Test
    void graceAppliesToEachPartWithoutARate() {
        MinimumRate rate = new MinimumRate(TEN_SECONDS, 0);
        rate.received(1, 9_000);
        assertThat(rate.deadline(0, NEVER)).isEqualTo(10_000);
    }

    @Test
    void zeroOrHugeGraceNeverExpires() {
        assertThat(new MinimumRate(Duration.ZERO, 500).deadline(0, NEVER)).isEqualTo(NEVER);
        MinimumRate ages = new MinimumRate(Duration.ofSeconds(Long.MAX_VALUE), 500);
        ages.received(Integer.MAX_VALUE, 1_000);
        assertThat(ages.deadline(0, NEVER))
                .isGreaterThan(Duration.ofDays(36_000).toMillis());
    }
}
