package dev.heddle.http1;

import dev.heddle.bytes.Ascii;
import dev.heddle.concurrent.SecondCache;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date header of every response (RFC 9110 6.6.1), formatted once a second. Thread-safe. */
final class DateHeader {
    /** IMF-fixdate, RFC 9110 5.6.7: two digits for the day, unlike the JDK's RFC_1123_DATE_TIME. */
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final SecondCache<byte[]> LINES = new SecondCache<>(DateHeader::line);

    private DateHeader() {}

    /** Returns the header line of a second, counted since 1970, including its CRLF; the array must not be changed. */
    static byte[] at(long epochSecond) {
        return LINES.at(epochSecond);
    }

    private static byte[] line(long epochSecond) {
        return Ascii.bytes("Date: " + IMF_FIXDATE.format(Instant.ofEpochSecond(epochSecond)) + "\r\n");
    }
}
