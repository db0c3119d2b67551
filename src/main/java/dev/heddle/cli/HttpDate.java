package dev.heddle.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates as HTTP fields have them: {@code Sun, 06 Nov 1994 08:49:37 GMT} (RFC 9110 5.6.7), to the second. Pure. */
final class HttpDate {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    static String format(Instant time) {
        return FORMAT.format(time);
    }

    /** Null if it is no date, or one of the two obsolete kinds, which only ever ask to be spared a reply. */
    static @Nullable Instant parse(String text) {
        try {
            return FORMAT.parse(text, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
