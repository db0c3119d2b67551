package dev.heddle.http1;

import static dev.heddle.http1.HttpError.malformed;

import dev.heddle.bytes.Ascii;
import dev.heddle.http.Status;
import dev.heddle.options.Limits;

/**
 * The fields that decide where a request ends and what becomes of its connection: Content-Length, Transfer-Encoding,
 * Connection, Expect. Where two readers could come to different ends, the request is refused.
 */
final class FramingFields {
    private static final long NONE = -1;

    private long length = NONE;
    private boolean chunked;
    private boolean unknownCoding;
    private boolean close;
    private boolean keepAlive;
    private boolean expectsContinue;

    /** Takes note of a field, if it is one of ours. */
    void field(byte[] octets, int nameFrom, int nameTo, int from, int to) throws HttpError {
        switch (nameTo - nameFrom) {
            case 6 -> {
                if (Ascii.equalsIgnoreCase(octets, nameFrom, nameTo, "expect")) {
                    expect(octets, from, to);
                }
            }
            case 10 -> {
                if (Ascii.equalsIgnoreCase(octets, nameFrom, nameTo, "connection")) {
                    connection(octets, from, to);
                }
            }
            case 14 -> {
                if (Ascii.equalsIgnoreCase(octets, nameFrom, nameTo, "content-length")) {
                    contentLength(octets, from, to);
                }
            }
            case 17 -> {
                if (Ascii.equalsIgnoreCase(octets, nameFrom, nameTo, "transfer-encoding")) {
                    transferEncoding(octets, from, to);
                }
            }
            default -> {}
        }
    }

    /** Digits and nothing else, once: no list, even of equal values (RFC 9112 6.3 allows to refuse it). */
    private void contentLength(byte[] octets, int from, int to) throws HttpError {
        if (length != NONE) {
            throw malformed("two Content-Length fields");
        }
        length = Grammar.decimal(octets, from, to);
        if (length < 0) {
            throw malformed("a Content-Length that is not a decimal number");
        }
    }

    /** The one coding that we know, alone and once (RFC 9112 6.1 and 6.3). */
    private void transferEncoding(byte[] octets, int from, int to) throws HttpError {
        if (chunked || unknownCoding) {
            throw malformed("two Transfer-Encoding fields");
        }
        if (!Ascii.equalsIgnoreCase(octets, from, to, "chunked")) {
            if (!Grammar.isToken(octets, from, to)) {
                throw malformed("a Transfer-Encoding other than chunked");
            }
            unknownCoding = true;
        }
        chunked = true;
    }

    private void connection(byte[] octets, int from, int to) {
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || octets[i] == ',') {
                int optionFrom = FieldLines.skipSpace(octets, start, i);
                int optionTo = FieldLines.skipSpaceBack(octets, optionFrom, i);
                close |= Ascii.equalsIgnoreCase(octets, optionFrom, optionTo, "close");
                keepAlive |= Ascii.equalsIgnoreCase(octets, optionFrom, optionTo, "keep-alive");
                start = i + 1;
            }
        }
    }

    private void expect(byte[] octets, int from, int to) throws HttpError {
        if (!Ascii.equalsIgnoreCase(octets, from, to, "100-continue")) {
            throw new HttpError(Status.EXPECTATION_FAILED, "an expectation other than 100-continue");
        }
        expectsContinue = true;
    }

    /** What they say together. */
    void check(int minorVersion, Limits limits) throws HttpError {
        if (chunked && length != NONE) {
            throw malformed("both Content-Length and Transfer-Encoding");
        }
        if (chunked && minorVersion == 0) {
            throw malformed("Transfer-Encoding in HTTP/1.0");
        }
        if (unknownCoding) {
            throw new HttpError(Status.NOT_IMPLEMENTED, "a transfer coding other than chunked");
        }
        if (length > limits.body()) {
            throw new HttpError(Status.CONTENT_TOO_LARGE, "content of more than " + limits.body() + " octets");
        }
    }

    /** How many octets of content follow, or {@link RequestHead#CHUNKED}. */
    long contentLength() {
        return chunked ? RequestHead.CHUNKED : Math.max(0, length);
    }

    /** RFC 9112 9.3. */
    boolean keepsConnection(int minorVersion) {
        return !close && (minorVersion > 0 || keepAlive);
    }

    boolean expectsContinue() {
        return expectsContinue;
    }
}
