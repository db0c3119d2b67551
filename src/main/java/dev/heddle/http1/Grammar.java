package dev.heddle.http1;

import dev.heddle.bytes.Ascii;

/** Character classes and small grammars of HTTP/1.1, on bytes. Pure. */
final class Grammar {
    private static final byte TOKEN = 1;
    private static final byte FIELD_VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte HOST = 8;
    private static final byte QUERY = 16;
    private static final byte[] CLASSES = new byte[256];

    static {
        mark(TOKEN | TARGET | QUERY | HOST, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
        // tchar, RFC 9110 5.6.2
        mark(TOKEN, "!#$%&'*+-.^_`|~");
        // reg-name, RFC 3986 3.2.2: unreserved and sub-delims; percent escapes are rejected
        mark(HOST, "-._~!$&'()*+,;=");
        // pchar, '/' and '?', RFC 3986 3.3 and 3.4
        mark(TARGET | QUERY, "-._~!$&'()*+,;=:@/?%");
        // What the URL Standard's path percent-encode set leaves as it is, beyond those
        mark(TARGET | QUERY, "[]|");
        // The same in a query; in a path, browsers send ^ since 2024 as an escape, the others always have, but programs
        // send all of them as they are, and no two readers disagree about them
        mark(TARGET | QUERY, "^`{}");
        // The same in a query. In a path browsers make it a slash, and so do some servers: there it is rejected
        mark(QUERY, "\\");
        for (int value = 0; value < 256; value++) {
            // field-vchar, SP and HTAB, RFC 9110 5.5
            if (value == '\t' || (value >= ' ' && value != 0x7f)) {
                CLASSES[value] |= FIELD_VALUE;
            }
        }
    }

    private Grammar() {}

    private static void mark(int classes, String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            CLASSES[bytes.charAt(i)] |= (byte) classes;
        }
    }

    /** Whether the byte is allowed in a token, such as a method or a header name. */
    static boolean isToken(byte value) {
        return (CLASSES[value & 0xff] & TOKEN) != 0;
    }

    /** Whether the byte is allowed in a header value, including white space. */
    static boolean isFieldValueByte(byte value) {
        return (CLASSES[value & 0xff] & FIELD_VALUE) != 0;
    }

    /** Whether the bytes are a token: at least one byte, all of them allowed. */
    static boolean isToken(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isToken(bytes[i])) {
                return false;
            }
        }
        return from < to;
    }

    /**
     * Whether the bytes can be a request target: all bytes are allowed by RFC 3986, or sent by browsers in a path or in
     * a query, and every percent sign is followed by two hexadecimal digits. Browsers also send other percent signs as
     * they are; those are rejected, as decoders disagree about them.
     */
    static boolean isTarget(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte value = bytes[i];
            if ((CLASSES[value & 0xff] & TARGET) == 0 && !isOnlyInQuery(bytes, from, i)) {
                return false;
            }
            if (value == '%' && (i + 2 >= to || Ascii.hexValue(bytes[i + 1]) < 0 || Ascii.hexValue(bytes[i + 2]) < 0)) {
                return false;
            }
        }
        return from < to;
    }

    /** Whether a byte that no path has is in a query, and may be there. */
    private static boolean isOnlyInQuery(byte[] bytes, int from, int at) {
        if ((CLASSES[bytes[at] & 0xff] & QUERY) == 0) {
            return false;
        }
        for (int i = from; i < at; i++) {
            if (bytes[i] == '?') {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the bytes are a host with an optional port (RFC 9112 3.2, RFC 3986 3.2.2 and 3.2.3): a name, an IPv4
     * address, or an IPv6 address in brackets. The host may be empty; a port is at most 65535.
     */
    static boolean isAuthority(byte[] bytes, int from, int to) {
        int i = from;
        if (from < to && bytes[from] == '[') {
            i = endOfIpLiteral(bytes, from + 1, to);
            if (i < 0) {
                return false;
            }
        } else {
            while (i < to && (CLASSES[bytes[i] & 0xff] & HOST) != 0) {
                i++;
            }
        }
        return i == to || (bytes[i] == ':' && isPort(bytes, i + 1, to));
    }

    /**
     * Returns the index after the closing bracket of an IPv6 address, or -1 if the address or the bracket is missing.
     */
    private static int endOfIpLiteral(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] != ']') {
            i++;
        }
        return i < to && Ipv6Address.matches(bytes, from, i) ? i + 1 : -1;
    }

    private static boolean isPort(byte[] bytes, int from, int to) {
        int port = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                return false;
            }
            port = port * 10 + bytes[i] - '0';
            if (port > 65_535) {
                return false;
            }
        }
        return true;
    }

    /**
     * Parses a decimal number.
     *
     * @return -1 if the bytes are empty or not all digits; {@link Long#MAX_VALUE} if the number is too large
     */
    static long decimal(byte[] bytes, int from, int to) {
        if (from == to) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < to; i++) {
            if (!Ascii.isDigit(bytes[i])) {
                return -1;
            }
            // Once too large, the number stays at the maximum: it never wraps around to a small one.
            boolean fits = number <= (Long.MAX_VALUE - 9) / 10;
            number = fits ? number * 10 + bytes[i] - '0' : Long.MAX_VALUE;
        }
        return number;
    }
}
