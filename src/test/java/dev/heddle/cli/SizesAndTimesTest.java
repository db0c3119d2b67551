package dev.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** The syntax of numbers, sizes and times on the command line. */
class SizesAndTimesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "65536, 65536",
        "1k, 1024",
        "64KiB, 65536",
        "8m, 8388608",
        "8MiB, 8388608",
        "1g, 1073741824",
        "2GiB, 2147483648",
        "8589934591g, 9223372035781033984"
    })
    void sizeWithOptionalUnitIsParsed(String text, long bytes) {
        assertThat(new Size().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "k",
                "KiB",
                "-1",
                "+1",
                "1 k",
                " 1",
                "1K",
                "1kb",
                "1kib",
                "1.5m",
                "0x10",
                "1e3",
                "٣",
                "1kk",
                "9999999999999999999",
                "8589934592g",
                "9007199254740992k"
            })
    void malformedSizeIsRejected(String text) {
        assertThatThrownBy(() -> new Size().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void sizeOver2147483647IsRejectedForASmallLimit() {
        assertThat(new Size.Small().convert("2147483647")).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> new Size.Small().convert("2g"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("2147483647");
        assertThatThrownBy(() -> new Size.Small().convert("4294967297")).isInstanceOf(TypeConversionException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0ms, 0", "500ms, 500", "10s, 10000", "10, 10000", "2m, 120000", "525600m, 31536000000"})
    void timeWithOptionalUnitIsParsed(String text, long millis) {
        assertThat(new TimeSpan().convert(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "+1", "1 s", "1.5s", "1h", "1S", "PT1S", "525601m", "999999999999999999"})
    void malformedTimeIsRejected(String text) {
        assertThatThrownBy(() -> new TimeSpan().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "70000", "65536", "abc", "80 ", "8_0", "99999999999999999999"})
    void portOutOfRangeIsRejected(String text) {
        assertThatThrownBy(() -> new WholeNumber.Port().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'")
                .hasMessageContaining("from 0 to 65535");
        assertThat(new WholeNumber.Port().convert("0")).isZero();
        assertThat(new WholeNumber.Port().convert("65535")).isEqualTo(65_535);
    }
}
