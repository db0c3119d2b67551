package dev.heddle.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes: digits, optionally followed by k or KiB (1024), m or MiB, g or GiB. */
final class Size implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        return parse(text, Long.MAX_VALUE);
    }

    /** Reads a number of bytes up to 2147483647. */
    static final class Small implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) parse(text, Integer.MAX_VALUE);
        }
    }

    private static long parse(String text, long most) {
        int unitAt = 0;
        while (unitAt < text.length() && text.charAt(unitAt) >= '0' && text.charAt(unitAt) <= '9') {
            unitAt++;
        }
        String digits = text.substring(0, unitAt);
        int shift = switch (text.substring(unitAt)) {
            case "" -> 0;
            case "k", "KiB" -> 10;
            case "m", "MiB" -> 20;
            case "g", "GiB" -> 30;
            default -> -1;
        };
        if (shift < 0 || !WholeNumber.isDigits(digits)) {
            throw new TypeConversionException(
                    "'" + text + "' is not a size such as 65536, 64k, 64KiB, 8m, 8MiB or 1GiB");
        }
        long number = WholeNumber.number(digits);
        if (number < 0 || number > most >> shift) {
            throw new TypeConversionException("'" + text + "' is too large (limit " + most + " bytes)");
        }
        return number << shift;
    }
}
