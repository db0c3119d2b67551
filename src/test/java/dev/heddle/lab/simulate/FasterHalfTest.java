package dev.heddle.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A machine whose speed changes. */
class FasterHalfTest {
    @Test
    void slowHalfDoesNotCount() {
        assertThat(FasterHalf.of(List.of(1000L, 500L, 900L, 400L), Long::longValue))
                .containsExactly(1000L, 900L);
    }

    @Test
    void oddNumberHasItsMiddleInIt() {
        assertThat(FasterHalf.of(List.of(3L, 1L, 2L), Long::longValue)).containsExactly(3L, 2L);
        assertThat(FasterHalf.of(List.of(7L), Long::longValue)).containsExactly(7L);
    }
}
