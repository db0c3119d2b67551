package dev.heddle.http1;

import static dev.heddle.http1.HttpError.malformed;

import dev.heddle.bytes.ByteSearch;

/** The parts of a field line (RFC 9112 5), in a head as in a trailer section. Pure. */
final class HeaderLines {
    private HeaderLines() {}

    /** Where the colon is; before it is a token and nothing else, no space either (RFC 9112 5.1). */
    static int colon(byte[] bytes, int from, int to) throws HttpError {
        int i = from;
        while (i < to && Grammar.isToken(bytes[i])) {
            i++;
        }
        if (i == from || i == to || bytes[i] != ':') {
            // Obsolete line folding ends here, too: a line that begins with white space (RFC 9112 5.2).
            throw malformed("a field line that does not begin with a name and a colon");
        }
        return i;
    }

    /** Where what follows the optional white space begins. */
    static int skipSpace(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isSpace(bytes[i])) {
            i++;
        }
        return i;
    }

    /** Where what stands before the optional white space ends. */
    static int skipSpaceBack(byte[] bytes, int from, int to) {
        int i = to;
        while (i > from && isSpace(bytes[i - 1])) {
            i--;
        }
        return i;
    }

    /** Refuses control characters, bare CR and NUL among them (RFC 9110 5.5). */
    static void checkValue(byte[] bytes, int from, int to) throws HttpError {
        for (int i = ByteSearch.indexOfControl(bytes, from, to);
                i < to;
                i = ByteSearch.indexOfControl(bytes, i + 1, to)) {
            if (bytes[i] != '\t') {
                throw malformed("byte " + (bytes[i] & 0xff) + " in a field value");
            }
        }
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t';
    }
}
