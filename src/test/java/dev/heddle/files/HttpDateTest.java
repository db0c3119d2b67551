package dev.heddle.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates in header fields. */
class HttpDateTest {
    /** In the year 2026. */
    private static final long NOW = 1_795_000_000L;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "784111777    | Sun, 06 Nov 1994 08:49:37 GMT",
                "0            | Thu, 01 Jan 1970 00:00:00 GMT",
                "-1           | Wed, 31 Dec 1969 23:59:59 GMT",
                "951782400    | Tue, 29 Feb 2000 00:00:00 GMT",
                "253402300799 | Fri, 31 Dec 9999 23:59:59 GMT",
            })
    void dateIsWrittenAndReadAgain(long second, String text) {
        assertThat(HttpDate.format(second)).isEqualTo(text);
        assertThat(HttpDate.parse(text, NOW)).hasValue(second);
    }

    @Test
    void timeBeyondFourDigitYearsIsWrittenAsTheLastOne() {
        assertThat(HttpDate.format(Long.MAX_VALUE)).isEqualTo("Fri, 31 Dec 9999 23:59:59 GMT");
        assertThat(HttpDate.format(Long.MIN_VALUE)).isEqualTo("Sat, 01 Jan 0000 00:00:00 GMT");
        assertThat(HttpDate.shortForm(784111777)).isEqualTo("1994-11-06 08:49");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "784111777  | Sunday, 06-Nov-94 08:49:37 GMT",
                "784111777  | Sun Nov  6 08:49:37 1994",
                "785062177  | Thu Nov 17 08:49:37 1994",
                "3308460577 | Saturday, 03-Nov-74 08:49:37 GMT", // 48 years ahead
                "246617377  | Tuesday, 25-Oct-77 08:49:37 GMT", // 51 years ahead would be too far
                "1483228799 | Sat, 31 Dec 2016 23:59:60 GMT", // a leap second
            })
    void obsoleteFormsAreAccepted(long second, String text) {
        assertThat(HttpDate.parse(text, NOW)).hasValue(second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 gmt",
                "sun, 06 nov 1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Son, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Now 1994 08:49:37 GMT",
                "Sunday, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 +0000",
                " Sun, 06 Nov 1994 08:49:37 GMT"
            })
    void anythingElseIsNoDate(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }
}
