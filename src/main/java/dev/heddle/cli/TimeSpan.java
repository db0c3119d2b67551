package dev.heddle.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time: digits, optionally followed by ms, s or m; without a unit they are seconds. */
final class TimeSpan implements ITypeConverter<Duration> {
    private static final Duration LONGEST = Duration.ofDays(365);

    @Override
    public Duration convert(String text) {
        int unitAt = 0;
        while (unitAt < text.length() && text.charAt(unitAt) >= '0' && text.charAt(unitAt) <= '9') {
            unitAt++;
        }
        String digits = text.substring(0, unitAt);
        long unitMillis = switch (text.substring(unitAt)) {
            case "ms" -> 1;
            case "", "s" -> 1000;
            case "m" -> 60_000;
            default -> 0;
        };
        if (unitMillis == 0 || !WholeNumber.isDigits(digits)) {
            throw new TypeConversionException("'" + text + "' is not a time such as 500ms, 10s, 2m or 10 (seconds)");
        }
        long number = WholeNumber.number(digits);
        if (number < 0 || number > LONGEST.toMillis() / unitMillis) {
            throw new TypeConversionException("'" + text + "' is too long (limit " + LONGEST.toDays() + " days)");
        }
        return Duration.ofMillis(number * unitMillis);
    }
}
