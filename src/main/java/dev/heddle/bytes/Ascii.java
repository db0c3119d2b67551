package dev.heddle.bytes;

import java.nio.charset.StandardCharsets;

/**
 * Pure functions on bytes that hold US-ASCII text.
 *
 * {@snippet :
 * byte[] name = Ascii.bytes("Content-Length");
 * boolean same = Ascii.equalsIgnoreCase(name, 0, name.length, "content-length");
 * }
 */
public final class Ascii {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Ascii() {}

    /** Encodes a text; every character must be below 128. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Decodes bytes as ISO-8859-1, one character for each byte, as HTTP header values are read (RFC 9110 5.5). */
    public static String latin1(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Converts an ASCII upper-case letter to lower case; returns any other value unchanged. */
    public static int toLower(int value) {
        return value >= 'A' && value <= 'Z' ? value + ('a' - 'A') : value;
    }

    /** Whether the bytes equal the text, ignoring the case of ASCII letters; {@code lower} must be in lower case. */
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

    /** Whether the byte is one of the ten ASCII digits. */
    public static boolean isDigit(int value) {
        return value >= '0' && value <= '9';
    }

    /** Returns the value of a hexadecimal digit of either case, or -1 if the byte is not one. */
    public static int hexValue(int value) {
        if (isDigit(value)) {
            return value - '0';
        }
        int lower = value | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /**
     * Writes a non-negative number in decimal.
     *
     * @return the number of bytes written, at most 19
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
     * @return the number of bytes written, at most 16
     */
    static int writeHex(long number, byte[] into, int offset) {
        int digits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(number) + 3) / 4);
        for (int i = 0; i < digits; i++) {
            into[offset + i] = HEX[(int) (number >>> (4 * (digits - 1 - i))) & 0xf];
        }
        return digits;
    }
}
