package dev.heddle.files;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates in header fields (RFC 9110 5.6.7), as seconds since 1970. Stateless. */
final class HttpDate {
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> LONG_DAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    /** Sun, 06 Nov 1994 08:49:37 GMT. */
    private static final Pattern IMF_FIXDATE =
            Pattern.compile("([A-Z][a-z]{2}), (\\d{2}) ([A-Z][a-z]{2}) (\\d{4}) (\\d{2}):(\\d{2}):(\\d{2}) GMT");

    /** Sunday, 06-Nov-94 08:49:37 GMT. Obsolete, but to be accepted. */
    private static final Pattern RFC_850 =
            Pattern.compile("([A-Z][a-z]{5,8}), (\\d{2})-([A-Z][a-z]{2})-(\\d{2}) (\\d{2}):(\\d{2}):(\\d{2}) GMT");

    /** Sun Nov  6 08:49:37 1994. Obsolete, but to be accepted. */
    private static final Pattern ASCTIME =
            Pattern.compile("([A-Z][a-z]{2}) ([A-Z][a-z]{2}) ([ \\d]\\d) (\\d{2}):(\\d{2}):(\\d{2}) (\\d{4})");

    /** The seconds of the years 0 to 9999, which have four digits. */
    private static final long FIRST = -62_167_219_200L;

    private static final long LAST = 253_402_300_799L;

    private HttpDate() {}

    /** Returns the time of day in seconds since 1970, for the only two decisions that need it: see {@link Validators}. */
    static LongSupplier clock() {
        return () -> System.currentTimeMillis() / 1000;
    }

    /** Writes a date as IMF-fixdate, the only form that may be generated. */
    static String format(long epochSecond) {
        LocalDateTime date = LocalDateTime.ofEpochSecond(Math.clamp(epochSecond, FIRST, LAST), 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(29);
        text.append(DAYS.get(date.getDayOfWeek().getValue() - 1)).append(", ");
        twoDigits(text, date.getDayOfMonth()).append(' ');
        text.append(MONTHS.get(date.getMonthValue() - 1)).append(' ');
        twoDigits(twoDigits(text, date.getYear() / 100), date.getYear() % 100).append(' ');
        return time(text, date).append(" GMT").toString();
    }

    /** Writes a date for people, to the minute: {@code 1994-11-06 08:49}. */
    static String shortForm(long epochSecond) {
        LocalDateTime date = LocalDateTime.ofEpochSecond(Math.clamp(epochSecond, FIRST, LAST), 0, ZoneOffset.UTC);
        return date.toString().substring(0, 16).replace('T', ' ');
    }

    private static StringBuilder time(StringBuilder text, LocalDateTime date) {
        twoDigits(text, date.getHour()).append(':');
        twoDigits(text, date.getMinute()).append(':');
        return twoDigits(text, date.getSecond());
    }

    private static StringBuilder twoDigits(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    /**
     * Reads a date in any of the three forms. Case matters (RFC 9110 5.6.7).
     *
     * @param now seconds since 1970: a year of two digits that seems to be more than 50 years in the future is in the past
     * @return empty if it is no date, or not one of the calendar
     */
    static OptionalLong parse(String text, long now) {
        Matcher fixed = IMF_FIXDATE.matcher(text);
        if (fixed.matches()) {
            return of(DAYS.indexOf(fixed.group(1)), number(fixed, 4), fixed.group(3), number(fixed, 2), fixed, 5);
        }
        Matcher asctime = ASCTIME.matcher(text);
        if (asctime.matches()) {
            int day = Integer.parseInt(asctime.group(3).strip());
            return of(DAYS.indexOf(asctime.group(1)), number(asctime, 7), asctime.group(2), day, asctime, 4);
        }
        Matcher old = RFC_850.matcher(text);
        if (old.matches()) {
            int year = fourDigitYear(number(old, 4), now);
            return of(LONG_DAYS.indexOf(old.group(1)), year, old.group(3), number(old, 2), old, 5);
        }
        return OptionalLong.empty();
    }

    private static int fourDigitYear(int twoDigits, long now) {
        int thisYear = LocalDateTime.ofEpochSecond(now, 0, ZoneOffset.UTC).getYear();
        int year = thisYear - thisYear % 100 + twoDigits;
        return year > thisYear + 50 ? year - 100 : year;
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    /** The day of the week only has to be one: it says nothing that the date does not. */
    private static OptionalLong of(int dayOfWeek, int year, String month, int day, Matcher text, int firstOfTime) {
        int second = number(text, firstOfTime + 2);
        if (dayOfWeek < 0 || second > 60) {
            return OptionalLong.empty();
        }
        try {
            LocalDateTime date = LocalDateTime.of(
                    year,
                    MONTHS.indexOf(month) + 1,
                    day,
                    number(text, firstOfTime),
                    number(text, firstOfTime + 1),
                    Math.min(second, 59)); // A leap second is a second that no file has.
            return OptionalLong.of(date.toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
