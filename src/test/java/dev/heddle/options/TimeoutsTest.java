package dev.heddle.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
    private static final Duration NEGATIVE = Duration.ofMillis(-1);

    @Test
    void defaultsAreTheDocumentedOnes() {
        Timeouts timeouts = Timeouts.defaults();
        assertThat(timeouts.head()).isEqualTo(Duration.ofSeconds(10));
        assertThat(timeouts.idle()).isEqualTo(Duration.ofSeconds(30));
        assertThat(timeouts.body()).isEqualTo(Duration.ofSeconds(10));
        assertThat(timeouts.minBodyRate()).isEqualTo(500);
        assertThat(timeouts.write()).isEqualTo(Duration.ofSeconds(30));
        assertThat(timeouts.minWriteRate()).isEqualTo(500);
        assertThat(timeouts.linger()).isEqualTo(Duration.ofSeconds(2));
        assertThat(timeouts.drainIdle()).isEqualTo(Duration.ofMillis(250));
        assertThat(timeouts.drain()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void eachTimeoutCanBeSetAndNoOtherChanges() {
        Duration one = Duration.ofSeconds(1);
        Duration two = Duration.ofSeconds(2);
        Timeouts all = Timeouts.defaults()
                .withHead(one)
                .withIdle(two)
                .withFirstMessage(Duration.ofSeconds(12))
                .withBody(Duration.ofSeconds(3), 4)
                .withWrite(Duration.ofSeconds(5))
                .withMinWriteRate(11)
                .withLinger(Duration.ofSeconds(6))
                .withDrain(Duration.ofSeconds(7), Duration.ofSeconds(8))
                .withHandler(Duration.ofSeconds(9))
                .withIdleUnderPressure(Duration.ofSeconds(10));
        assertThat(all)
                .isEqualTo(new Timeouts(
                        one,
                        two,
                        Duration.ofSeconds(12),
                        Duration.ofSeconds(3),
                        4,
                        Duration.ofSeconds(5),
                        11,
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(10)));
    }

    @Test
    void negativeTimeoutIsRejectedByName() {
        Map<String, UnaryOperator<Timeouts>> negatives = Map.of(
                "head", timeouts -> timeouts.withHead(NEGATIVE),
                "idle", timeouts -> timeouts.withIdle(NEGATIVE),
                "firstMessage", timeouts -> timeouts.withFirstMessage(NEGATIVE),
                "body", timeouts -> timeouts.withBody(NEGATIVE, 1),
                "write", timeouts -> timeouts.withWrite(NEGATIVE),
                "linger", timeouts -> timeouts.withLinger(NEGATIVE),
                "drainIdle", timeouts -> timeouts.withDrain(NEGATIVE, Duration.ZERO),
                "drain", timeouts -> timeouts.withDrain(Duration.ZERO, NEGATIVE),
                "handler", timeouts -> timeouts.withHandler(NEGATIVE),
                "idleUnderPressure", timeouts -> timeouts.withIdleUnderPressure(NEGATIVE));
        negatives.forEach((name, change) -> assertThatIllegalArgumentException()
                .isThrownBy(() -> change.apply(Timeouts.defaults()))
                .withMessage(name + " must not be negative: PT-0.001S"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeouts.defaults().withBody(Duration.ZERO, -1))
                .withMessage("minBodyRate must not be negative: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timeouts.defaults().withMinWriteRate(-1))
                .withMessage("minWriteRate must not be negative: -1");
    }

    @Test
    void zeroIsAcceptedForEachTimeout() {
        Duration off = Duration.ZERO;
        assertThat(new Timeouts(off, off, off, off, 0, off, 0, off, off, off, off, off).head())
                .isZero();
    }

    @Test
    void timeCountsInMillisecondsAndIsAHundredYearsAtMost() {
        Duration tiny = Duration.ofNanos(1);
        Duration huge = Duration.ofSeconds(Long.MAX_VALUE);
        Timeouts timeouts = Timeouts.defaults().withHandler(tiny).withDrain(huge, Timeouts.LONGEST.plusNanos(1));
        assertThat(timeouts.handler()).isEqualTo(Duration.ofMillis(1));
        assertThat(timeouts.drainIdle()).isEqualTo(Timeouts.LONGEST);
        assertThat(timeouts.drain()).isEqualTo(Timeouts.LONGEST);
        assertThat(Timeouts.bounded(Duration.ofSeconds(Long.MIN_VALUE))).isZero();
    }
}
