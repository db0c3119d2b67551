package dev.heddle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which {@code traceparent} headers count (W3C Trace Context). */
class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT + "-00",
                "00-" + TRACE + "-" + PARENT + "-ff",
                "01-" + TRACE + "-" + PARENT + "-01",
                "cc-" + TRACE + "-" + PARENT + "-01-what-a-later-version-has"
            })
    void validOneIsTaken(String value) {
        boolean sampled = List.of("01", "ff").contains(value.substring(53, 55));
        assertThat(TraceContext.of(Headers.of("TraceParent", value)))
                .contains(new TraceContext(TRACE, PARENT, sampled));
    }

    @Test
    void idOfAnotherFormIsAnError() {
        assertThatThrownBy(() -> new TraceContext(TRACE.toUpperCase(Locale.ROOT), PARENT, true))
                .hasMessageContaining("not 32 hexadecimal digits");
        assertThatThrownBy(() -> new TraceContext(TRACE, "0000000000000000", true))
                .hasMessageContaining("not 16 hexadecimal digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + TRACE + "-" + PARENT + "-01",
                "0g-" + TRACE + "-" + PARENT + "-01",
                "00-" + TRACE + "-" + PARENT,
                "00-" + TRACE + "-" + PARENT + "-1",
                "00-" + TRACE + "-" + PARENT + "-0G",
                "00-" + TRACE + "-" + PARENT + "-011",
                "00-" + TRACE + "-" + PARENT + "-01-more",
                "01-" + TRACE + "-" + PARENT + "-01x",
                "00_" + TRACE + "_" + PARENT + "_01",
                "00-4BF92F3577b34da6a3ce929d0e0e4736-" + PARENT + "-01",
                "00-" + TRACE + "-00F067aa0ba902b7-01",
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "4-0f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e47\u00e4\"-" + PARENT + "-01"
            })
    void invalidOneIsIgnored(String value) {
        assertThat(TraceContext.of(Headers.of("traceparent", value))).isEmpty();
    }

    @Test
    void noneOrSeveralAreNoTrace() {
        String valid = "00-" + TRACE + "-" + PARENT + "-01";
        assertThat(TraceContext.of(Headers.none())).isEmpty();
        assertThat(TraceContext.of(Headers.of("traceparent", valid, "traceparent", valid)))
                .isEmpty();
    }
}
