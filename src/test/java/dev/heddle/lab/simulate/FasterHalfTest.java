package dev.heddle.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A machine whose speed changes. */
class FasterHalfTest {
    @Test
    void slowHalfDoesNotCount() {
        assertThat(FasterHalf.of(List.of(10.0, 21.5, 11.2, 19.8), Double::doubleValue))
                .containsExactly(10.0, 11.2);
    }

    @Test
    void oddNumberHasItsMiddleInIt() {
        assertThat(FasterHalf.of(List.of(3.0, 1.0, 2.0), Double::doubleValue)).containsExactly(1.0, 2.0);
        assertThat(FasterHalf.of(List.of(7.0), Double::doubleValue)).containsExactly(7.0);
    }
}
