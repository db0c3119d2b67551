package dev.heddle.http1;

import static dev.heddle.http1.HttpError.malformed;

import dev.heddle.bytes.Ascii;
import dev.heddle.http.Status;
import dev.heddle.options.Limits;

/**
 * The fields that decide where a request ends and what becomes of its connection: Content-Length, Transfer-Encoding,
 * Connection, Expect. Where two readers could come to different ends, the request is refused.
 */
final class FramingHeaders {
    private static final long NONE = -1;

    private long length = NONE;
    private boolean chunked;
    private boolean unknownCoding;
    private boolean close;
    private boolean keepAlive;
    private boolean expectsContinue;

    /** Takes note of a field, if it is one of ours. */
    void field(byte[] bytes, int nameFrom, int nameTo, int from, int to) throws HttpError {
        switch (nameTo - nameFrom) {
            case 6 -> {
                if (Ascii.equalsIgnoreCase(bytes, nameFrom, nameTo, "expect")) {
                    expect(bytes, from, to);
                }
            }
            case 10 -> {
                if (Ascii.equalsIgnoreCase(bytes, nameFrom, nameTo, "connection")) {
                    connection(bytes, from, to);
                }
            }
            case 14 -> {
                if (Ascii.equalsIgnoreCase(bytes, nameFrom, nameTo, "content-length")) {
                    contentLength(bytes, from, to);
                }
            }
            case 17 -> {
                if (Ascii.equalsIgnoreCase(bytes, nameFrom, nameTo, "transfer-encoding")) {
                    transferEncoding(bytes, from, to);
                }
            }
            default -> {}
        }
    }

    /** Digits and nothing else, once: no list, even of equal values (RFC 9112 6.3 allows to refuse it). */
    private void contentLength(byte[] bytes, int from, int to) throws HttpError {
        if (length != NONE) {
            throw malformed("two Content-Length fields");
        }
        length = Grammar.decimal(bytes, from, to);
        if (length < 0) {
            throw malformed("a Content-Length that is not a decimal number");
        }
    }

    /** The one coding that we know, alone and once (RFC 9112 6.1 and 6.3). */
    private void transferEncoding(byte[] bytes, int from, int to) throws HttpError {
        if (chunked || unknownCoding) {
            throw malformed("two Transfer-Encoding fields");
        }
        if (!Ascii.equalsIgnoreCase(bytes, from, to, "chunked")) {
            if (!Grammar.isToken(bytes, from, to)) {
                throw malformed("a Transfer-Encoding other than chunked");
            }
            unknownCoding = true;
        }
        chunked = true;
    }

    private void connection(byte[] bytes, int from, int to) {
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || bytes[i] == ',') {
                int optionFrom = HeaderLines.skipSpace(bytes, start, i);
                int optionTo = HeaderLines.skipSpaceBack(bytes, optionFrom, i);
                close |= Ascii.equalsIgnoreCase(bytes, optionFrom, optionTo, "close");
                keepAlive |= Ascii.equalsIgnoreCase(bytes, optionFrom, optionTo, "keep-alive");
                start = i + 1;
            }
        }
    }

    private void expect(byte[] bytes, int from, int to) throws HttpError {
        if (!Ascii.equalsIgnoreCase(bytes, from, to, "100-continue")) {
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
            throw new HttpError(Status.CONTENT_TOO_LARGE, "content of more than " + limits.body() + " bytes");
        }
    }

    /** How many bytes of content follow, or {@link RequestHead#CHUNKED}. */
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
