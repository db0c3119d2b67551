package dev.heddle.http1;

import static dev.heddle.http1.HttpError.malformed;

import dev.heddle.bytes.Ascii;
import dev.heddle.http.Status;
import dev.heddle.options.Limits;

/**
 * The headers that determine where a request ends and whether its connection is kept: Content-Length,
 * Transfer-Encoding, Connection, Expect. If two parsers could disagree about the end, the request is rejected.
 */
final class FramingHeaders {
    private static final long NONE = -1;

    private long length = NONE;
    private boolean chunked;
    private boolean unknownCoding;
    private boolean close;
    private boolean keepAlive;
    private boolean expectsContinue;
    private final boolean allowsUnknownExpectation;

    FramingHeaders(boolean allowsUnknownExpectation) {
        this.allowsUnknownExpectation = allowsUnknownExpectation;
    }

    /** Records a header if it is one of these, and ignores it otherwise. */
    void add(byte[] bytes, int nameFrom, int nameTo, int from, int to) throws HttpError {
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

    /** Accepts digits only, and once: no list, even of equal values (RFC 9112 6.3 allows rejecting it). */
    private void contentLength(byte[] bytes, int from, int to) throws HttpError {
        if (length != NONE) {
            throw malformed("more than one Content-Length header");
        }
        length = Grammar.decimal(bytes, from, to);
        if (length < 0) {
            throw malformed("invalid Content-Length: not a decimal number");
        }
    }

    /** Accepts the one supported coding, alone and once (RFC 9112 6.1 and 6.3). */
    private void transferEncoding(byte[] bytes, int from, int to) throws HttpError {
        if (chunked || unknownCoding) {
            throw malformed("more than one Transfer-Encoding header");
        }
        if (!Ascii.equalsIgnoreCase(bytes, from, to, "chunked")) {
            if (!Grammar.isToken(bytes, from, to) && !isListThatEndsWithChunked(bytes, from, to)) {
                throw malformed("invalid Transfer-Encoding: neither a coding nor a list that ends with chunked");
            }
            unknownCoding = true;
        }
        chunked = true;
    }

    /** Whether codings other than chunked precede one chunked: such a body could be delimited, but not decoded. */
    private static boolean isListThatEndsWithChunked(byte[] bytes, int from, int to) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == ',') {
                int tokenFrom = HeaderLines.skipSpace(bytes, start, i);
                int tokenTo = HeaderLines.skipSpaceBack(bytes, tokenFrom, i);
                if (!Grammar.isToken(bytes, tokenFrom, tokenTo)
                        || Ascii.equalsIgnoreCase(bytes, tokenFrom, tokenTo, "chunked")) {
                    return false;
                }
                start = i + 1;
            }
        }
        return start > from && Ascii.equalsIgnoreCase(bytes, HeaderLines.skipSpace(bytes, start, to), to, "chunked");
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
            if (allowsUnknownExpectation) {
                return;
            }
            throw new HttpError(Status.EXPECTATION_FAILED, "unsupported expectation: not 100-continue");
        }
        expectsContinue = true;
    }

    /**
     * Checks the headers together, after the last one.
     *
     * @throws HttpError if they contradict each other, exceed a limit, or require an unsupported coding
     */
    void check(int minorVersion, Limits limits) throws HttpError {
        if (chunked && length != NONE) {
            throw malformed("both Content-Length and Transfer-Encoding");
        }
        if (chunked && minorVersion == 0) {
            throw malformed("Transfer-Encoding in an HTTP/1.0 request");
        }
        if (unknownCoding) {
            throw new HttpError(Status.NOT_IMPLEMENTED, "unsupported transfer coding: not chunked");
        }
        // A number that no long holds is Long.MAX_VALUE here, and is no length even without a limit.
        if (length > limits.body() || length == Long.MAX_VALUE) {
            throw new HttpError(Status.CONTENT_TOO_LARGE, "request body too large (limit " + limits.body() + " bytes)");
        }
    }

    /** Returns the declared length of the body in bytes, or {@link RequestHead#CHUNKED}. */
    long contentLength() {
        return chunked ? RequestHead.CHUNKED : Math.max(0, length);
    }

    /** Whether the client keeps the connection open after this request (RFC 9112 9.3). */
    boolean keepsConnection(int minorVersion) {
        return !close && (minorVersion > 0 || keepAlive);
    }

    boolean expectsContinue() {
        return expectsContinue;
    }
}
