package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.concurrent.SecondCache;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The Date header of every response (RFC 9110 6.6.1), formatted once a second. Thread-safe. */
final class DateHeader {
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    /**
     * IMF-fixdate, RFC 9110 5.6.7: two digits for the day, unlike the JDK's RFC_1123_DATE_TIME. With names of our own: for those of a
     * pattern the JDK loads what it knows of languages, which takes a fiftieth of a server's start.
     */
    private static final DateTimeFormatter IMF_FIXDATE = new DateTimeFormatterBuilder()
            .appendText(ChronoField.DAY_OF_WEEK, numbered(DAYS))
            .appendPattern(", dd ")
            .appendText(ChronoField.MONTH_OF_YEAR, numbered(MONTHS))
            .appendPattern(" yyyy HH:mm:ss 'GMT'")
            .toFormatter(Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final SecondCache<byte[]> LINES = new SecondCache<>(DateHeader::line);

    private DateHeader() {}

    private static Map<Long, String> numbered(List<String> names) {
        Map<Long, String> numbered = new HashMap<>();
        names.forEach(name -> numbered.put(numbered.size() + 1L, name));
        return numbered;
    }

    /** Returns the header line of a second, counted since 1970, including its CRLF; the array must not be changed. */
    static byte[] at(long epochSecond) {
        return LINES.at(epochSecond);
    }

    private static byte[] line(long epochSecond) {
        return Ascii.bytes("Date: " + IMF_FIXDATE.format(Instant.ofEpochSecond(epochSecond)) + "\r\n");
    }
}
