package dev.heddle.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DateHeaderTest {
    private static final DateTimeFormatter BY_PATTERN = DateTimeFormatter.ofPattern(
                    "'Date: 'EEE, dd MMM yyyy HH:mm:ss 'GMT\r\n'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Test
    void exampleOfTheStandard() {
        assertThat(line(784_111_777)).isEqualTo("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    }

    @Test
    void everyDayOfAYearHasItsName() {
        long first = Instant.parse("2028-01-01T00:00:00Z").getEpochSecond();
        for (int day = 0; day < 366; day++) {
            long second = first + day * 86_400L + day;
            assertThat(line(second)).isEqualTo(BY_PATTERN.format(Instant.ofEpochSecond(second)));
        }
    }

    private static String line(long epochSecond) {
        return new String(DateHeader.at(epochSecond), StandardCharsets.US_ASCII);
    }
}
