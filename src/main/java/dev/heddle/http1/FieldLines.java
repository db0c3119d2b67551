package dev.heddle.http1;

import static dev.heddle.http1.HttpError.malformed;

import dev.heddle.bytes.Scan;

/** The parts of a field line (RFC 9112 5), in a head as in a trailer section. Pure. */
final class FieldLines {
    private FieldLines() {}

    /** Where the colon is; before it is a token and nothing else, no space either (RFC 9112 5.1). */
    static int colon(byte[] octets, int from, int to) throws HttpError {
        int i = from;
        while (i < to && Grammar.isToken(octets[i])) {
            i++;
        }
        if (i == from || i == to || octets[i] != ':') {
            // Obsolete line folding ends here, too: a line that begins with white space (RFC 9112 5.2).
            throw malformed("a field line that does not begin with a name and a colon");
        }
        return i;
    }

    /** Where what follows the optional white space begins. */
    static int skipSpace(byte[] octets, int from, int to) {
        int i = from;
        while (i < to && isSpace(octets[i])) {
            i++;
        }
        return i;
    }

    /** Where what stands before the optional white space ends. */
    static int skipSpaceBack(byte[] octets, int from, int to) {
        int i = to;
        while (i > from && isSpace(octets[i - 1])) {
            i--;
        }
        return i;
    }

    /** Refuses control characters, bare CR and NUL among them (RFC 9110 5.5). */
    static void checkValue(byte[] octets, int from, int to) throws HttpError {
        for (int i = Scan.indexOfControl(octets, from, to); i < to; i = Scan.indexOfControl(octets, i + 1, to)) {
            if (octets[i] != '\t') {
                throw malformed("octet " + (octets[i] & 0xff) + " in a field value");
            }
        }
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
