package dev.heddle.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a whole number between two bounds: ASCII digits only, no sign. */
abstract class WholeNumber implements ITypeConverter<Integer> {
    private final int least;
    private final int most;

    private WholeNumber(int least, int most) {
        this.least = least;
        this.most = most;
    }

    @Override
    public Integer convert(String text) {
        if (isDigits(text)) {
            long number = number(text);
            if (number >= least && number <= most) {
                return (int) number;
            }
        }
        throw new TypeConversionException("'" + text + "' is not a whole number from " + least + " to " + most);
    }

    /** Whether the text is decimal digits, at least one. */
    static boolean isDigits(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The number that the digits stand for; -1 if it is too large for a long. */
    static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A TCP port; 0 stands for any free one. */
    static final class Port extends WholeNumber {
        Port() {
            super(0, 65_535);
        }
    }

    /** A number of threads. More than 1024 is taken for a typing error. */
    static final class Threads extends WholeNumber {
        Threads() {
            super(1, 1024);
        }
    }

    /** A number of threads that is a power of two. */
    static final class PowerOfTwo extends WholeNumber {
        PowerOfTwo() {
            super(1, 1024);
        }

        @Override
        public Integer convert(String text) {
            int number = super.convert(text);
            if (Integer.bitCount(number) != 1) {
                throw new TypeConversionException("'" + text + "' is not a power of two");
            }
            return number;
        }
    }

    /** Any number; the options check its lower bound. */
    static final class Count extends WholeNumber {
        Count() {
            super(0, Integer.MAX_VALUE);
        }
    }
}
