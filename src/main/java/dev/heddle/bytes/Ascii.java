package dev.heddle.bytes;

import java.nio.charset.StandardCharsets;

/** Pure functions on bytes that stand for US-ASCII text. */
public final class Ascii {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Ascii() {}

    /** The bytes of a text of which every character is below 128. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A text of which each character is one byte (ISO-8859-1), as HTTP fields are read (RFC 9110 5.5). */
    public static String latin1(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** An upper-case letter in lower case; anything else unchanged. */
    public static int toLower(int value) {
        return value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value;
    }

    /** Whether the bytes are that text, letters compared without their case; {@code lower} is in lower case. */
    public static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (toLower(bytes[i]) != lower.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the byte is a decimal digit: digits only, no other script's and no sign. */
    public static boolean isDigit(int value) {
        return value >= '0' && value <= '9';
    }

    /** The value of a hexadecimal digit, or -1. */
    public static int hexValue(int value) {
        if (isDigit(value)) {
            return value - '0';
        }
        int lower = value | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /**
     * Writes a number in decimal.
     *
     * @return how many bytes were written
     */
    static int writeDecimal(long number, byte[] into, int offset) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = offset + digits - 1; i >= offset; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return digits;
    }

    /**
     * Writes a number in lower-case hexadecimal without leading zeros.
     *
     * @return how many bytes were written
     */
    static int writeHex(long number, byte[] into, int offset) {
        int digits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(number) + 3) / 4);
        for (int i = 0; i < digits; i++) {
            into[offset + i] = HEX[(int) (number >>> (4 * (digits - 1 - i))) & 0xf];
        }
        return digits;
    }
}
