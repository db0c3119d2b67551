package dev.heddle.http1;

import dev.heddle.bytes.Ascii;

/** The methods of RFC 9110 9.3 and RFC 5789, recognized without creating a string. Pure. */
final class Method {
    private static final String[] KNOWN = {
        "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"
    };

    private Method() {}

    /** Returns the method named by the bytes, which are a token. */
    static String of(byte[] bytes, int from, int to) {
        for (String known : KNOWN) {
            if (matches(bytes, from, to, known)) {
                return known;
            }
        }
        return Ascii.latin1(bytes, from, to);
    }

    /** Whether the method is safe: essentially read-only (RFC 9110 9.2.1). */
    static boolean isSafe(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    private static boolean matches(byte[] bytes, int from, int to, String known) {
        if (to - from != known.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] != known.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }
}
