package dev.heddle.accesslog;

import dev.heddle.concurrent.SecondCache;
import dev.heddle.http.EndedExchange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** When a request came, in UTC, as the formats have it. Formatted once a second. Thread-safe. */
final class LogTime {
    private final SecondCache<String> seconds;

    private LogTime(String pattern) {
        DateTimeFormatter format =
                DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
        this.seconds = new SecondCache<>(second -> format.format(Instant.ofEpochSecond(second)));
    }

    /** As in the Common Log Format: {@code 06/Nov/1994:08:49:37 +0000}. */
    static LogTime common() {
        return new LogTime("dd/MMM/yyyy:HH:mm:ss '+0000'");
    }

    /** As in ISO 8601 and RFC 3339, without a fraction and without zone: {@code 1994-11-06T08:49:37}. */
    static LogTime iso() {
        return new LogTime("yyyy-MM-dd'T'HH:mm:ss");
    }

    /** When a request was begun to be read, in ms since 1970. */
    static long begin(EndedExchange exchange) {
        return System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(exchange.nanos());
    }

    /** The text for a time in ms since 1970, without its fraction. */
    String text(long millis) {
        return seconds.at(Math.floorDiv(millis, 1000L));
    }
}
