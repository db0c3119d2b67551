package dev.heddle.http1;

import static dev.heddle.http1.HttpError.malformed;

import dev.heddle.bytes.ByteSearch;

/** Parses header lines (RFC 9112 5), in a head and in a trailer section. Pure. */
final class HeaderLines {
    private HeaderLines() {}

    /** Returns the index of the colon, in front of which only a token is allowed, and no white space (RFC 9112 5.1). */
    static int colon(byte[] bytes, int from, int to) throws HttpError {
        int i = from;
        while (i < to && Grammar.isToken(bytes[i])) {
            i++;
        }
        if (i == from || i == to || bytes[i] != ':') {
            // This also rejects obsolete line folding: a line that begins with white space (RFC 9112 5.2).
            throw malformed("malformed header line: expected a name and a colon");
        }
        return i;
    }

    /** Returns the index of the first byte that is not white space, or {@code to}. */
    static int skipSpace(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isSpace(bytes[i])) {
            i++;
        }
        return i;
    }

    /** Returns the index after the last byte that is not white space, or {@code from}. */
    static int skipSpaceBack(byte[] bytes, int from, int to) {
        int i = to;
        while (i > from && isSpace(bytes[i - 1])) {
            i--;
        }
        return i;
    }

    /** Rejects control characters other than HTAB; bare CR and NUL are among them (RFC 9110 5.5). */
    static void checkValue(byte[] bytes, int from, int to) throws HttpError {
        for (int i = ByteSearch.indexOfControl(bytes, from, to);
                i < to;
                i = ByteSearch.indexOfControl(bytes, i + 1, to)) {
            if (bytes[i] != '\t') {
                throw malformed("illegal byte " + (bytes[i] & 0xff) + " in a header value");
            }
        }
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t';
    }
}
